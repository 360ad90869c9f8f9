package io.trackmc.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    /** Near the overflow of the clock. */
    private final long startNs = Long.parseLong("9223372036854775805");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void shouldRedrawOneLineOnATerminal() {
        ProgressLine line = new ProgressLine(out, new Terminal(true, false, true, 11, 24), startNs);
        line.show(startNs, "one");
        line.show(startNs + ProgressLine.LIVE_INTERVAL_NS - 1, "too soon");
        line.show(startNs + ProgressLine.LIVE_INTERVAL_NS, "wider than the terminal");
        line.clear();
        assertThat(text()).isEqualTo("\r\u001b[Kone\r\u001b[Kwider than\r\u001b[K");
    }

    @Test
    void shouldWriteALineNowAndThenElsewhere() {
        ProgressLine line = new ProgressLine(out, Terminal.NONE, startNs);
        line.show(startNs, "at once");
        line.show(startNs + ProgressLine.SPARSE_INTERVAL_NS, "later");
        line.show(startNs + ProgressLine.SPARSE_INTERVAL_NS + 1, "too soon");
        line.clear();
        assertThat(text()).isEqualTo("later" + System.lineSeparator());
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
