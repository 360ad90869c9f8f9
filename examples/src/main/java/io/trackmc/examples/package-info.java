/** Small programs that show the API, each of which a test runs; docs/embedding.md has a list. */
@NullMarked
package io.trackmc.examples;

import org.jspecify.annotations.NullMarked;
