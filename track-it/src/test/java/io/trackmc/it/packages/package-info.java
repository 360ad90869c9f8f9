/** The packages and archives that are shipped. */
package io.trackmc.it.packages;
