/** When to ask for a repair and when to keep quiet: back-off, suppression and hold-off. */
@NullMarked
package io.trackmc.proto.feedback;

import org.jspecify.annotations.NullMarked;
