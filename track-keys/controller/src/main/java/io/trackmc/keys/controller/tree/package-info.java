/**
 * The key trees of the two authorities (wire format §4.4): members join, leave and are expelled, and a batch of such events makes one rekey, whose bytes
 * never change once it is made.
 */
@NullMarked
package io.trackmc.keys.controller.tree;

import org.jspecify.annotations.NullMarked;
