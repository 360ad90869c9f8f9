/** {@code track keys}: deployments on disk and what their files hold. */
@NullMarked
package io.trackmc.cli.keys;

import org.jspecify.annotations.NullMarked;
