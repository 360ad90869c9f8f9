/** The two authorities' certificates and those that they issue. */
@NullMarked
package io.trackmc.keys.controller.pki;

import org.jspecify.annotations.NullMarked;
