package io.trackmc.net.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class SeatsTest {

    private final ManagementCounters counters = new ManagementCounters();
    private final Seats seats = new Seats(2, counters);

    @Test
    void shouldGiveTheSeatOfWhoHasBeenSilentLongestToANewcomer() {
        EmbeddedChannel first = seated();
        EmbeddedChannel second = seated();
        EmbeddedChannel third = seated();

        assertThat(first.isOpen()).isFalse();
        assertThat(second.isOpen()).isTrue();
        assertThat(third.isOpen()).isTrue();
        assertThat(counters.refusals(Refusal.CROWDED)).isOne();
    }

    @Test
    void shouldRatherCloseWhoHasHadNoAnswerThanWhoWaitsForItsNextRequest() {
        EmbeddedChannel scraper = seated();
        seats.isAnswered(scraper);
        seats.isIdle(scraper);
        EmbeddedChannel silent = seated();
        seated();

        assertThat(silent.isOpen()).isFalse();
        assertThat(scraper.isOpen()).isTrue();
    }

    @Test
    void shouldTakeTheSeatOfNobodyWhoIsBeingAnswered() {
        seats.isAnswered(seated());
        seats.isAnswered(seated());

        assertThat(seats.take(new EmbeddedChannel())).isFalse();
    }

    @Test
    void shouldHaveRoomAgainWhenSomebodyLeaves() {
        seats.isAnswered(seated());
        EmbeddedChannel leaving = seated();
        seats.isAnswered(leaving);
        assertThat(leaving.close().isSuccess()).isTrue();

        seated();
        assertThat(counters.refusals(Refusal.CROWDED)).isZero();
    }

    private EmbeddedChannel seated() {
        EmbeddedChannel channel = new EmbeddedChannel();
        assertThat(seats.take(channel)).isTrue();
        return channel;
    }
}
