package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusedHandshakesTest {

    private static final InetSocketAddress FROM = new InetSocketAddress(InetAddress.ofLiteral("10.0.0.9"), 4711);
    private static final long START_MS = -5_000;

    private final List<String> lines = new ArrayList<>();
    private final RefusedHandshakes refused = new RefusedHandshakes(lines::add, START_MS);

    @Test
    void shouldTellWhoWasRefusedAndWhy() {
        refused.refused(FROM, "expired", START_MS);
        assertThat(lines).containsExactly("refused the connection of 10.0.0.9:4711: expired");
    }

    @Test
    void shouldTellSoManyInAMinuteAndThenHowManyMoreThereWere() {
        for (int i = 0; i < RefusedHandshakes.LINES_A_MINUTE + 7; i++) {
            refused.refused(FROM, "expired", START_MS + 1);
        }
        assertThat(lines).hasSize(RefusedHandshakes.LINES_A_MINUTE);
        refused.refused(FROM, "expired", START_MS + RefusedHandshakes.MINUTE_MS);
        assertThat(lines).hasSize(RefusedHandshakes.LINES_A_MINUTE + 1).last().asString()
                .endsWith("expired; before it 7 more that were not told");
    }
}
