/** The proof that a node was never given what opens content, and its check by anybody. */
@NullMarked
package io.trackmc.keys.controller.proof;

import org.jspecify.annotations.NullMarked;
