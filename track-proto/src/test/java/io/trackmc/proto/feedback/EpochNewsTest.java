package io.trackmc.proto.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EpochNewsTest {

    private final EpochNews news = new EpochNews();

    @Test
    void shouldNotTakeTheFirstReportForNews() {
        assertThat(news.tells(5, 7)).isFalse();
    }

    @Test
    void shouldTakeEitherLayersNextEpochForNewsOnce() {
        news.tells(5, 7);

        assertThat(news.tells(6, 7)).isTrue();
        assertThat(news.tells(6, 7)).isFalse();
        assertThat(news.tells(6, 8)).isTrue();
        assertThat(news.tells(6, 8)).isFalse();
    }

    /** A child that claims less and more in turn costs its parent no more than one that reports. */
    @Test
    void shouldNotTakeWhatWasToldBeforeForNews() {
        news.tells(5, 7);
        news.tells(5, 1);

        assertThat(news.tells(5, 7)).isFalse();
    }
}
