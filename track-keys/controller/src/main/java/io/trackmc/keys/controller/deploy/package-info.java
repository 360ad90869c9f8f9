/** Whole deployments on disk, made in one go with static keys. */
@NullMarked
package io.trackmc.keys.controller.deploy;

import org.jspecify.annotations.NullMarked;
