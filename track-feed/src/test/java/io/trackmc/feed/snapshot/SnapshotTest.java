package io.trackmc.feed.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.feed.book.Books;
import io.trackmc.feed.itch.ItchReader;
import io.trackmc.feed.itch.ItchWriter;
import io.trackmc.feed.itch.TradingDay;
import io.trackmc.feed.mold.SessionName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {

    private static final SessionName SESSION = new SessionName("N");
    private static final int HALF = 3_000;

    @TempDir
    Path directory;

    @Test
    void shouldGoOnWhereTheSnapshotEnds() throws IOException {
        Books whole = books(0, 2 * HALF, new Books());
        SnapshotFile.write(new Snapshot(SESSION, HALF, books(0, HALF, new Books())), file());
        Snapshot late = hook().snapshot(SESSION, HALF - 10).orElseThrow();
        assertThat(late.sequence()).isEqualTo(HALF);
        assertThat(books(HALF, 2 * HALF, late.books()).digest()).isEqualTo(whole.digest());
        assertThat(hook().snapshot(SESSION, HALF + 1)).isPresent();
    }

    @Test
    void shouldSayWhyThereIsNone() throws IOException {
        FileSnapshots hook = hook();
        assertThat(hook.snapshot(SESSION, 5)).isEmpty();
        assertThat(hook.fault()).endsWith("there is none");
        SnapshotFile.write(new Snapshot(SESSION, 3, new Books()), file());
        assertThat(hook.snapshot(SESSION, 5)).isEmpty();
        assertThat(hook.fault()).endsWith("it ends with message 3");
        assertThat(hook.snapshot(new SessionName("M"), 5)).isEmpty();
        assertThat(hook.fault()).endsWith("it is of session N");
    }

    @Test
    void shouldRefuseWhatIsNoSnapshot() throws IOException {
        SnapshotFile.write(new Snapshot(SESSION, HALF, books(0, HALF, new Books())), file());
        byte[] good = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(good, good.length - 1));
        assertThatThrownBy(() -> SnapshotFile.read(file())).hasMessageContaining("is no snapshot");
        Files.write(file(), Arrays.copyOf(good, good.length + 1));
        assertThatThrownBy(() -> SnapshotFile.read(file())).hasMessageContaining("something follows");
        good[good.length - 40] ^= 1;
        Files.write(file(), good);
        assertThatThrownBy(() -> SnapshotFile.read(file())).hasMessageContaining("its digest is that of other books");
        Files.writeString(file(), "words, and not few");
        assertThatThrownBy(() -> SnapshotFile.read(file())).hasMessageContaining("it does not begin as one");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file());
        }
    }

    private FileSnapshots hook() {
        return new FileSnapshots(file());
    }

    private Path file() {
        return directory.resolve("books.snap");
    }

    /** Applies messages after the first {@code from} up to {@code to}. */
    private static Books books(int from, int to, Books books) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TradingDay.write(2 * HALF, 1, new ItchWriter(out));
        ItchReader reader = new ItchReader(new ByteArrayInputStream(out.toByteArray()));
        for (int i = 0; i < to && reader.next(); i++) {
            if (i >= from) {
                books.apply(reader.bytes(), reader.offset(), reader.length());
            }
        }
        return books;
    }
}
