package io.trackmc.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private static final Map<String, String> LIVE = Map.of("track.terminal.out", "true", "track.terminal.columns",
            "132",
            "track.terminal.rows", "50", "stdout.encoding", "UTF-8");

    @Test
    void shouldBelieveTheLauncher() {
        assertThat(Terminal.of("out", LIVE, Map.of("TERM", "xterm")))
                .isEqualTo(new Terminal(true, true, true, 132, 50));
    }

    @Test
    void shouldHonourNoColor() {
        assertThat(Terminal.of("out", LIVE, Map.of("TERM", "xterm", "NO_COLOR", "1")))
                .isEqualTo(new Terminal(true, false, true, 132, 50));
    }

    @Test
    void shouldNotRedrawOnADumbTerminal() {
        assertThat(Terminal.of("out", LIVE, Map.of("TERM", "dumb")).live()).isFalse();
        assertThat(Terminal.of("out", LIVE, Map.of()).live()).isFalse();
    }

    @Test
    void shouldBePlainWithoutTheLauncher() {
        assertThat(Terminal.of("err", Map.of(), Map.of("TERM", "xterm"))).isEqualTo(Terminal.NONE);
    }

    @Test
    void shouldSurviveAStrangeWidth() {
        assertThat(Terminal.of("out", Map.of("track.terminal.columns", "wide"), Map.of()).columns()).isEqualTo(80);
        assertThat(Terminal.of("out", Map.of("track.terminal.columns", "0"), Map.of()).columns()).isEqualTo(80);
        assertThat(Terminal.of("out", Map.of("track.terminal.columns", "3"), Map.of()).columns()).isEqualTo(10);
        assertThat(Terminal.of("out", Map.of("track.terminal.columns", "99999"), Map.of()).columns()).isEqualTo(400);
    }
}
