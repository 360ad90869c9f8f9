/** The live tree in a browser. */
@NullMarked
package io.trackmc.it.tree;

import org.jspecify.annotations.NullMarked;
