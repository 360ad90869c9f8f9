/**
 * Protection of packets for large simulated worlds: keyed checksums in place of HMAC and AES. They notice every wrong key, run, hop,
 * replay and changed bit as the real ones do, and stop nobody who means harm. No role can reach this package.
 */
@NullMarked
package io.trackmc.sim.fast;

import org.jspecify.annotations.NullMarked;
