package io.trackmc.feed.itch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.feed.book.Books;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TradingDayTest {

    private static final int MESSAGES = 30_000;

    @Test
    void shouldBeTheSameForTheSameSeed() throws IOException {
        assertThat(day(7)).isEqualTo(day(7)).isNotEqualTo(day(8));
    }

    @Test
    void shouldTradeAsOnARealDay() throws IOException {
        List<byte[]> messages = ItchReaderTest.read(new ByteArrayInputStream(day(1)));
        assertThat(messages).hasSize(MESSAGES);
        assertThat(messages.stream().map(message -> (char) message[0]).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder('S', 'R', 'H', 'A', 'F', 'E', 'C', 'X', 'D', 'U', 'P');
        Books books = new Books();
        long last = 0;
        int tight = 0;
        for (byte[] message : messages) {
            long timeNs = ItchFields.timeNs(message, 0);
            assertThat(timeNs).isGreaterThanOrEqualTo(last);
            tight += timeNs - last < 2_000 ? 1 : 0;
            last = timeNs;
            books.apply(message, 0, message.length);
        }
        assertThat(tight).as("messages of bursts").isBetween(MESSAGES / 20, MESSAGES * 3 / 4);
        assertThat(books.unknownOrders()).isZero();
        assertThat(books.refused()).isZero();
        assertThat(books.liveOrders()).isBetween(100, 20_000);
        assertThat(books.books()).hasSize(40);
    }

    @Test
    void shouldBeAsShortAsItMayBe() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TradingDay.write(TradingDay.LEAST_MESSAGES, 1, new ItchWriter(out));
        assertThat(ItchReaderTest.read(new ByteArrayInputStream(out.toByteArray())))
                .hasSize((int) TradingDay.LEAST_MESSAGES);
        assertThatThrownBy(() -> TradingDay.write(TradingDay.LEAST_MESSAGES - 1, 1, new ItchWriter(out)))
                .hasMessageContaining("allowed: 100 to");
    }

    private static byte[] day(long seed) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TradingDay.write(MESSAGES, seed, new ItchWriter(out));
        return out.toByteArray();
    }
}
