/** The live tree: what each node knows of itself and its children, put together with what the nodes below it say. */
@NullMarked
package io.trackmc.net.tree;

import org.jspecify.annotations.NullMarked;
