package io.trackmc.feed.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.feed.itch.ItchReader;
import io.trackmc.feed.itch.ItchType;
import io.trackmc.feed.itch.ItchWriter;
import io.trackmc.feed.itch.TradingDay;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BooksTest {

    private final Books books = new Books(3);

    @Test
    void shouldShowPricesWithTheBestFirst() {
        add(1, 'B', 100, 50_0000);
        add(2, 'B', 200, 51_0000);
        add(3, 'S', 300, 52_0000);
        Book book = books.books().get(7);
        assertThat(book.bids().firstKey()).isEqualTo(51_0000);
        assertThat(book.asks().firstKey()).isEqualTo(52_0000);
        assertThat(book.bids().get(50_0000L).shares()).isEqualTo(100);
        assertThat(book.bids().get(50_0000L).orders()).isOne();
    }

    @Test
    void shouldFollowAnOrderToItsEnd() {
        add(1, 'B', 100, 50_0000);
        take('E', 1, 30);
        take('C', 1, 20);
        take('X', 1, 10);
        assertThat(books.books().get(7).bids().get(50_0000L).shares()).isEqualTo(40);
        replace(1, 2, 70, 49_0000);
        assertThat(books.books().get(7).bids().keySet()).containsExactly(49_0000L);
        delete(2);
        assertThat(books.books().get(7).bids()).isEmpty();
        assertThat(books.digest()).isEqualTo(new BooksTest().empty().digest());
    }

    @Test
    void shouldCountWhatCannotBe() {
        delete(9);
        take('E', 9, 1);
        replace(9, 10, 1, 1);
        assertThat(books.unknownOrders()).isEqualTo(3);
        add(1, 'B', 100, 1);
        add(1, 'B', 100, 1);
        add(2, 'B', 0, 1);
        take('X', 1, 101);
        books.apply(new byte[] {'A', 0}, 0, 2);
        books.apply(new byte[0], 0, 0);
        assertThat(books.refused()).isEqualTo(5);
        assertThat(books.liveOrders()).isZero();
    }

    @Test
    void shouldRefuseAReplacementByAnOrderThatIsThere() {
        add(1, 'B', 100, 50_0000);
        add(2, 'B', 200, 51_0000);
        String before = books.digest();
        replace(1, 2, 70, 49_0000);
        replace(1, 1, 70, 49_0000);
        replace(1, 3, 0, 49_0000);
        assertThat(books.digest()).isEqualTo(before);
        assertThat(books.refused()).isEqualTo(3);
        assertThat(books.messages()).isEqualTo(5);
    }

    @Test
    void shouldRefuseASideThatIsNone() {
        add(1, 'b', 100, 50_0000);
        add(2, (char) 0, 100, 50_0000);
        assertThat(books.refused()).isEqualTo(2);
        assertThat(books.liveOrders()).isZero();
    }

    @Test
    void shouldRefuseANameThatWouldSpeakToATerminal() {
        directory("OK  ");
        directory("\u001b[2J");
        assertThat(books.books().get(7).stock()).isEqualTo("OK");
        assertThat(books.refused()).isOne();
    }

    @Test
    void shouldHaveAnotherDigestForAnotherName() {
        directory("ONE");
        String one = books.digest();
        directory("TWO");
        assertThat(books.digest()).isNotEqualTo(one);
    }

    @Test
    void shouldKeepNoMoreOrdersThanItMay() {
        for (int i = 1; i <= 5; i++) {
            add(i, 'S', 1, 1);
        }
        assertThat(books.liveOrders()).isEqualTo(3);
        assertThat(books.refused()).isEqualTo(2);
    }

    @Test
    void shouldHaveAnotherDigestForEachDifference() {
        List<Books> all = List.of(of(1, 1, true, 5, 7), of(2, 1, true, 5, 7), of(1, 2, true, 5, 7),
                of(1, 1, false, 5, 7), of(1, 1, true, 6, 7), of(1, 1, true, 5, 8));
        assertThat(all.stream().map(Books::digest).distinct()).hasSameSizeAs(all);
        assertThat(of(1, 1, true, 5, 7).digest()).isEqualTo(all.getFirst().digest()).hasSize(64);
    }

    @Test
    void shouldHaveADigestThatDoesNotDependOnTheWay() {
        Books there = new Books();
        there.add(3, 1, false, 9, 9);
        there.add(1, 1, true, 5, 7);
        Books again = new Books();
        again.add(1, 1, true, 5, 7);
        again.add(3, 1, false, 9, 9);
        assertThat(there.digest()).isEqualTo(again.digest());
    }

    @Test
    void shouldComeBackFromTheirImage() throws IOException {
        Books day = day();
        byte[] image = image(day);
        Books back = BooksImage.read(new DataInputStream(new ByteArrayInputStream(image)), Books.DEFAULT_MAX_ORDERS);
        assertThat(back.digest()).isEqualTo(day.digest());
        assertThat(back.books().get(1).stock()).isEqualTo("TRK1");
        assertThatThrownBy(() -> BooksImage.read(new DataInputStream(new ByteArrayInputStream(image)), 5))
                .hasMessageContaining("books cannot have this: ").hasMessageContaining(" orders");
    }

    @Test
    void shouldRefuseImagesThatLie() throws IOException {
        byte[] image = image(day());
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            byte[] other = image.clone();
            other[random.nextInt(8)] = (byte) random.nextInt();
            other[random.nextInt(other.length)] = (byte) random.nextInt();
            try {
                BooksImage.read(new DataInputStream(new ByteArrayInputStream(other)), Books.DEFAULT_MAX_ORDERS);
            } catch (IOException _) {
                // Refused: nothing else may be thrown.
            }
        }
    }

    private Books empty() {
        books.book(7);
        return books;
    }

    private static byte[] image(Books books) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BooksImage.write(books, new DataOutputStream(out));
        return out.toByteArray();
    }

    private static Books of(long reference, int locate, boolean buy, long price, long shares) {
        Books one = new Books();
        one.add(reference, locate, buy, price, shares);
        return one;
    }

    private static Books day() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TradingDay.write(5_000, 1, new ItchWriter(out));
        Books books = new Books();
        ItchReader reader = new ItchReader(new ByteArrayInputStream(out.toByteArray()));
        while (reader.next()) {
            books.apply(reader.bytes(), reader.offset(), reader.length());
        }
        return books;
    }

    private void add(long reference, char side, int shares, int price) {
        ByteBuffer message = message(ItchType.ADD);
        message.putLong(11, reference).put(19, (byte) side).putInt(20, shares).putInt(32, price);
        apply(message);
    }

    private void take(char type, long reference, int shares) {
        apply(message((byte) type).putLong(11, reference).putInt(19, shares));
    }

    private void delete(long reference) {
        apply(message(ItchType.DELETE).putLong(11, reference));
    }

    private void replace(long reference, long other, int shares, int price) {
        apply(message(ItchType.REPLACE).putLong(11, reference).putLong(19, other).putInt(27, shares)
                .putInt(31, price));
    }

    private void directory(String name) {
        ByteBuffer message = message(ItchType.DIRECTORY);
        for (int i = 0; i < 8; i++) {
            message.put(11 + i, (byte) (i < name.length() ? name.charAt(i) : ' '));
        }
        apply(message);
    }

    private static ByteBuffer message(byte type) {
        return ByteBuffer.allocate(ItchType.lengthOf(type)).put(0, type).putShort(1, (short) 7);
    }

    private void apply(ByteBuffer message) {
        byte[] bytes = new byte[message.capacity()];
        message.get(0, bytes);
        books.apply(bytes, 0, bytes.length);
    }
}
