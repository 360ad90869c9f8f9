/**
 * A set of files, a tree of directories, as messages of one session: announced by names and digests before anything of it is sent, taken in pieces in any order and in as
 * many passes as it takes, kept over a restart of the receiver, and put below one directory and nowhere else.
 */
@NullMarked
package io.trackmc.cli.fileset;

import org.jspecify.annotations.NullMarked;
