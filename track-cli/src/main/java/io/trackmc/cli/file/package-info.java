/**
 * One file as messages of one session: how it is cut and announced, and how it is put on a disk so that its final name never stands
 * for anything but the whole, verified file.
 */
@NullMarked
package io.trackmc.cli.file;

import org.jspecify.annotations.NullMarked;
