/** Rekeys on their way down the tree: kept, pushed, asked for, and taken into use without losing a message. */
@org.jspecify.annotations.NullMarked
package io.trackmc.proto.rekey;
