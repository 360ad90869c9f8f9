package io.trackmc.feed.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.feed.book.Books;
import io.trackmc.feed.itch.ItchReader;
import io.trackmc.feed.itch.ItchWriter;
import io.trackmc.feed.itch.TradingDay;
import io.trackmc.feed.mold.SessionName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeptBooksTest {

    private static final SessionName SESSION = new SessionName("K");
    private static final int MESSAGES = 4_000;

    private final List<byte[]> day = day();
    private final List<String> events = new ArrayList<>();
    private long snapshotAt = -1;

    @Test
    void shouldBeSoundFromTheBeginning() {
        KeptBooks books = books(null);
        books.begin(SESSION, 1);
        feed(books, 1, MESSAGES);
        assertThat(books.isSoundAt(MESSAGES)).isTrue();
        assertThat(books.books().digest()).isEqualTo(upTo(MESSAGES));
    }

    @Test
    void shouldNotBeSoundAfterALateStartOrALoss() {
        KeptBooks late = books(null);
        late.begin(SESSION, 5);
        assertThat(late.isSound()).isFalse();
        KeptBooks losing = books(null);
        losing.begin(SESSION, 1);
        feed(losing, 1, 10);
        losing.lost(11, 11);
        feed(losing, 12, MESSAGES);
        losing.end(true);
        assertThat(losing.isSound()).isFalse();
        assertThat(losing.isSoundAt(MESSAGES)).isFalse();
        assertThat(events).contains("the books are NOT sound: they lack what was before message 12");
        losing.begin(SESSION, 1);
        assertThat(losing.isSound()).as("another session").isTrue();
    }

    @Test
    void shouldGoOnWithASnapshotThatComesWhileTheFeedGoesOn() {
        KeptBooks books = books(this::snapshot);
        books.begin(SESSION, 500);
        feed(books, 500, 1_500);
        assertThat(books.isSound()).isFalse();
        snapshotAt = 1_000;
        feed(books, 1_501, MESSAGES);
        books.end(true);
        assertThat(books.isSoundAt(MESSAGES)).isTrue();
        assertThat(books.books().digest()).isEqualTo(upTo(MESSAGES));
        assertThat(books.snapshotSequence()).isEqualTo(1_000);
        assertThat(books.lateFault()).isNull();
    }

    @Test
    void shouldTakeASnapshotThatIsAhead() {
        KeptBooks books = books(this::snapshot);
        snapshotAt = 1_000;
        books.begin(SESSION, 500);
        assertThat(books.isSound()).isTrue();
        assertThat(books.isSoundAt(499)).isFalse();
        feed(books, 500, 900);
        books.lost(901, 950);
        assertThat(books.isSound()).as("the snapshot has what is lost").isTrue();
        feed(books, 951, MESSAGES);
        assertThat(books.books().digest()).isEqualTo(upTo(MESSAGES));
    }

    @Test
    void shouldBeMendedByASnapshotAfterALoss() {
        KeptBooks books = books(this::snapshot);
        books.begin(SESSION, 1);
        feed(books, 1, 700);
        books.lost(701, 800);
        feed(books, 801, 900);
        books.lost(901, 901);
        feed(books, 902, 2_000);
        assertThat(books.isSound()).isFalse();
        snapshotAt = 901;
        books.end(true);
        assertThat(books.isSoundAt(2_000)).isTrue();
        assertThat(books.books().digest()).isEqualTo(upTo(2_000));
    }

    @Test
    void shouldGiveUpWhenNoSnapshotJoinsOnBeforeThereIsNoRoom() {
        KeptBooks books = new KeptBooks(this::snapshot, 1_000, Duration.ZERO, events::add);
        snapshotAt = 7;
        books.begin(SESSION, 100);
        feed(books, 100, MESSAGES);
        assertThat(books.isSound()).isFalse();
        assertThat(books.lateFault())
                .isEqualTo("no snapshot joins on to message 100 of session K, and there is no room for more messages: "
                        + "there is none");
        assertThat(books.books().messages()).as("what there is, all the same").isEqualTo(MESSAGES - 99);
    }

    @Test
    void shouldGiveUpAtTheEnd() {
        KeptBooks books = books(this::snapshot);
        books.begin(SESSION, 100);
        feed(books, 100, 200);
        assertThat(books.lateFault()).isNull();
        books.end(true);
        assertThat(books.lateFault()).contains("the session is over");
        assertThat(books.books().messages()).isEqualTo(101);
    }

    private KeptBooks books(@Nullable SnapshotHook hook) {
        return new KeptBooks(hook, KeptBooks.DEFAULT_ROOM_BYTES, Duration.ZERO, events::add);
    }

    /** Those who ask too late for it get none. */
    private Optional<Snapshot> snapshot(SessionName session, long firstSequence) {
        assertThat(session).isEqualTo(SESSION);
        return snapshotAt < firstSequence - 1 ? Optional.empty()
                : Optional.of(new Snapshot(SESSION, snapshotAt, booksUpTo(snapshotAt)));
    }

    private void feed(KeptBooks books, long first, long last) {
        for (long sequence = first; sequence <= last; sequence++) {
            byte[] message = day.get((int) sequence - 1);
            books.message(sequence, message, 0, message.length);
        }
    }

    private String upTo(long last) {
        return booksUpTo(last).digest();
    }

    private Books booksUpTo(long last) {
        Books books = new Books();
        day.subList(0, (int) last).forEach(message -> books.apply(message, 0, message.length));
        return books;
    }

    private static List<byte[]> day() {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            TradingDay.write(MESSAGES, 1, new ItchWriter(out));
            ItchReader reader = new ItchReader(new ByteArrayInputStream(out.toByteArray()));
            List<byte[]> messages = new ArrayList<>();
            while (reader.next()) {
                messages.add(Arrays.copyOfRange(reader.bytes(), reader.offset(), reader.offset() + reader.length()));
            }
            return messages;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
