/** What key files hold, told without telling a secret. */
@NullMarked
package io.trackmc.keys.controller.inspect;

import org.jspecify.annotations.NullMarked;
