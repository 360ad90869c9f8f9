/** Other programs in processes of their own. */
@NullMarked
package io.trackmc.cli.process;

import org.jspecify.annotations.NullMarked;
