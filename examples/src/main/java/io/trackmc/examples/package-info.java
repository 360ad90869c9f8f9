/** Small programs that show the API: publish lines, subscribe to them, and both as flows. */
@NullMarked
package io.trackmc.examples;

import org.jspecify.annotations.NullMarked;
