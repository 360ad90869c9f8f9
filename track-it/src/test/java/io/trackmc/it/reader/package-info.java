/** What an outsider makes of a session with the documents alone. */
package io.trackmc.it.reader;
