/** An expulsion as it looks from outside: who asks for it, what can be heard meanwhile, and what was given to whom. */
@NullMarked
package io.trackmc.cli.expulsion;

import org.jspecify.annotations.NullMarked;
