package io.trackmc.keys.controller.tree;

import java.time.Instant;

/** Terms that tests do not care about. */
final class TestTerms {

    static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);

    private TestTerms() {}

    static RekeyTerms terms() {
        return RekeyTerms.of(RekeyReason.MEMBERSHIP, NOW, 100, 2_000, 1_000, NOW.plusSeconds(3600));
    }
}
