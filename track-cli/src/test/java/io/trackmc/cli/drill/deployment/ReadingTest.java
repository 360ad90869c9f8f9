package io.trackmc.cli.drill.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Metrics as a drill reads them. */
class ReadingTest {

    private static final String TEXT = """
            # HELP track_key_epoch newest epoch
            # TYPE track_key_epoch gauge
            track_key_epoch{layer="transport",role="sender"} 3.0
            track_key_epoch{layer="content",role="sender"} 5.0
            track_drops_total{reason="a}b"} 2.0
            track_drops_total{reason="x"} 1.5E2
            track_level 128.0
            jvm_threads 7
            track_broken{ 8
            """;

    @Test
    void shouldAddUpLabels() {
        Reading reading = Reading.parse(TEXT);
        assertThat(reading.sum("track_drops_total")).isEqualTo(152);
        assertThat(reading.most("track_drops_total")).isEqualTo(150);
        assertThat(reading.sum("track_key_epoch", "content")).isEqualTo(5);
        assertThat(reading.sum("track_key_epoch", "transport")).isEqualTo(3);
        assertThat(reading.sum("track_level")).isEqualTo(128);
        assertThat(reading.sum("jvm_threads")).isZero();
    }

    @Test
    void shouldCountAllOfWhatWasStartedAgain() {
        Reading before = Reading.parse("track_tries_total 7\n");
        assertThat(Reading.parse("track_tries_total 9\n").since(before, "track_tries_total")).isEqualTo(2);
        assertThat(Reading.parse("track_tries_total 3\n").since(before, "track_tries_total")).isEqualTo(3);
        assertThat(Reading.parse("").since(before, "track_tries_total")).isZero();
    }
}
