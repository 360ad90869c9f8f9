/** The repair tree: choosing a parent, bind, unbind, fail-over and loop checks. */
@NullMarked
package io.trackmc.proto.tree;

import org.jspecify.annotations.NullMarked;
