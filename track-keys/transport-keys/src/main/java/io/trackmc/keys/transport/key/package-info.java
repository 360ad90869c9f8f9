/**
 * Key types that cannot be mixed up, and the derivations between them (wire format §4, security rules "Derivation").
 *
 * <p>HMAC and HKDF stand here on {@link java.security.MessageDigest} alone, because {@code javax.crypto.Mac} allocates at each
 * {@code doFinal} and keeps copies of keys that nobody can erase.
 */
@NullMarked
package io.trackmc.keys.transport.key;

import org.jspecify.annotations.NullMarked;
