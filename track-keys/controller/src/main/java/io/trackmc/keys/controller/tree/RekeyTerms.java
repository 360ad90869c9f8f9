package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.key.Sha256;
import java.time.Instant;

/**
 * What a header says beside keys.
 *
 * @param issuedAt when it is made
 * @param notBeforeMs time from its application before which nobody sends under the new epoch
 * @param hardMs time from its application after which everybody does
 * @param overlapMs time for which the epoch before is still accepted then
 * @param expireAt when the new epoch should be replaced
 * @param tokenHash SHA-256 of the policy token that it follows; zeros without one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RekeyTerms(RekeyReason reason, Instant issuedAt, int notBeforeMs, int hardMs, int overlapMs,
        Instant expireAt, byte[] tokenHash) {

    /** Checks that the times are in order. */
    public RekeyTerms {
        if (notBeforeMs < 0 || hardMs < notBeforeMs || overlapMs < 0 || expireAt.isBefore(issuedAt)) {
            throw new IllegalArgumentException("not before " + notBeforeMs + " ms, hard " + hardMs + " ms, overlap "
                    + overlapMs + " ms, from " + issuedAt + " to " + expireAt);
        }
        if (tokenHash.length != Sha256.LENGTH) {
            throw new IllegalArgumentException("a hash has " + Sha256.LENGTH + " bytes");
        }
    }

    /** Without a policy token. */
    public static RekeyTerms of(
            RekeyReason reason, Instant issuedAt, int notBeforeMs, int hardMs, int overlapMs, Instant expireAt) {
        return new RekeyTerms(
                reason, issuedAt, notBeforeMs, hardMs, overlapMs, expireAt, new byte[Sha256.LENGTH]);
    }
}
