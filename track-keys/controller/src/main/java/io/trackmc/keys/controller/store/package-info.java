/** Secrets of an authority at rest: the key store that its owner keeps, and what is sealed under the key in it. */
@NullMarked
package io.trackmc.keys.controller.store;

import org.jspecify.annotations.NullMarked;
