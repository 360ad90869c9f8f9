package io.trackmc.keys.transport.msa;

import io.trackmc.proto.protect.AntiReplayWindow;

/**
 * How an association protects packets. There is one suite for each layer and nothing to negotiate.
 *
 * @param algorithm name of the suite, for people
 * @param tagBytes bytes that it adds to each packet
 * @param multicastReplayCounters counters remembered for an origin that many hear; 0: duplicates are known by sequence
 * @param pairReplayCounters the same between one parent and one child
 */
public record MsaParameters(String algorithm, int tagBytes, int multicastReplayCounters, int pairReplayCounters) {

    /** Digest-then-MAC on each hop (wire format §2.2). */
    public static final MsaParameters TRANSPORT = new MsaParameters("HMAC-SHA-256-128", 16,
            AntiReplayWindow.MULTICAST_COUNTERS, AntiReplayWindow.PAIR_COUNTERS);

    /** Encryption from source to receivers (wire format §3.2). */
    public static final MsaParameters CONTENT = new MsaParameters("AES-256-GCM", 16, 0, 0);
}
