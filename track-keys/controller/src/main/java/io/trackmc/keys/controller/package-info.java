/** The two authorities, transport controller and content authority: admission, policy, key trees, rekeying and the audit log. */
@NullMarked
package io.trackmc.keys.controller;

import org.jspecify.annotations.NullMarked;
