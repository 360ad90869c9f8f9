/** The policy token: what the group's owner wants, signed, by editions. */
@NullMarked
package io.trackmc.keys.controller.policy;

import org.jspecify.annotations.NullMarked;
