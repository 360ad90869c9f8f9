package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.store.ChangeSeal;
import io.trackmc.keys.controller.store.StateKey;
import io.trackmc.keys.controller.store.StoreFiles;
import io.trackmc.keys.controller.store.StoreKey;
import io.trackmc.keys.controller.tree.ChangeRandom;
import io.trackmc.keys.controller.tree.Place;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeJournalTest {

    private static final int BEGINNING = 32;

    @TempDir
    private Path temporary;

    private final SecureRandom random = new SecureRandom();
    private final List<Change> history = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private Path file;
    private StoreKey store;
    private StateKey state;

    @BeforeEach
    void make() {
        file = temporary.resolve(ChangeJournal.NAME);
        store = new StoreFiles(temporary.resolve("s.p12"), temporary.resolve("s.password")).create(random);
        state = StateKey.first(store, KeyLayer.CONTENT, random);
    }

    @Test
    void shouldTellTheChangesAgain() throws IOException {
        write(3);
        assertThat(read()).containsExactly(1L, 2L, 3L);
        assertThat(notices).isEmpty();
        try (ChangeJournal journal = open()) {
            assertThat(journal.isEmpty()).isFalse();
            journal.append(change(4));
        }
        assertThat(read()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void shouldCutOffPartOfARecordWhereverItEnds() throws IOException {
        byte[] two = write(2);
        byte[] three = write(3);
        int from = two.length;
        for (int length = from; length < three.length; length++) {
            Files.write(file, Arrays.copyOf(three, length));
            assertThat(read()).as("%d bytes", length).containsExactly(1L, 2L);
            assertThat(Files.size(file)).isEqualTo(from);
            assertThat(notices).hasSize(length == from ? 0 : 1);
        }
        Files.write(file, Arrays.copyOf(two, from + 500));
        assertThat(read()).as("zeros that were never written over").containsExactly(1L, 2L);
    }

    @Test
    void shouldRefuseAFlippedByteAnywhere() throws IOException {
        byte[] whole = write(3);
        for (int at = 0; at < whole.length; at++) {
            byte[] bytes = whole.clone();
            bytes[at] ^= 0x40;
            Files.write(file, bytes);
            assertThatThrownBy(this::read).as("byte %d", at).isInstanceOf(KeyFileException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void shouldRefuseRecordsInAnotherOrder() throws IOException {
        byte[] one = write(1);
        byte[] two = write(2);
        int record = one.length - BEGINNING;
        assertThat(two).hasSize(BEGINNING + 2 * record);
        byte[] swapped = two.clone();
        System.arraycopy(two, BEGINNING, swapped, BEGINNING + record, record);
        System.arraycopy(two, BEGINNING + record, swapped, BEGINNING, record);
        Files.write(file, swapped);
        assertThatThrownBy(this::read).isInstanceOf(KeyFileException.class);
        byte[] repeated = two.clone();
        System.arraycopy(two, BEGINNING, repeated, BEGINNING + record, record);
        Files.write(file, repeated);
        assertThatThrownBy(this::read).isInstanceOf(KeyFileException.class);
    }

    @Test
    void shouldRefuseTheJournalOfAnotherState() throws IOException {
        write(2);
        state = StateKey.first(store, KeyLayer.CONTENT, random);
        assertThatThrownBy(this::read).isInstanceOf(KeyFileException.class)
                .hasMessageContaining("not of the state beside it");
    }

    @Test
    void shouldBeginAnewWhereACrashLeftTheJournalOfTheStateBefore() throws IOException {
        write(2);
        state = state.next(store, KeyLayer.CONTENT, random);
        assertThat(read()).isEmpty();
        assertThat(Files.size(file)).isEqualTo(BEGINNING);
        state = state.next(store, KeyLayer.CONTENT, random).next(store, KeyLayer.CONTENT, random);
        assertThatThrownBy(this::read).as("of two states before").isInstanceOf(KeyFileException.class);
    }

    @Test
    void shouldSealEveryRecordUnderAKeyOfItsOwnAlsoInAPlaceThatWasWrittenBefore() throws IOException {
        byte[] one = write(1);
        Files.write(file, Arrays.copyOf(one, one.length - 1));
        try (ChangeJournal journal = open()) {
            journal.append(change(1));
        }
        byte[] again = Files.readAllBytes(file);
        assertThat(again).hasSameSizeAs(one);
        int same = 0;
        for (int at = BEGINNING + Integer.BYTES; at < one.length; at++) {
            same += one[at] == again[at] ? 1 : 0;
        }
        assertThat(same).as("bytes that are alike by chance").isLessThan(one.length / 8);
    }

    private byte[] write(int changes) throws IOException {
        Files.deleteIfExists(file);
        try (ChangeJournal journal = open()) {
            for (int number = 1; number <= changes; number++) {
                journal.append(change(number));
            }
        }
        return Files.readAllBytes(file);
    }

    private List<Long> read() {
        open().close();
        return history.stream().map(Change::number).toList();
    }

    private ChangeJournal open() {
        history.clear();
        notices.clear();
        ChangeSeal seal = state.changes();
        return ChangeJournal.open(file, seal, history::add, notices::add);
    }

    private static Change change(long number) {
        byte[] seed = new byte[ChangeRandom.SEED_LENGTH];
        Arrays.fill(seed, (byte) 7);
        return new Change(number, seed, List.of(new Place(5, false, 0, List.of(1, 2))), List.of(), List.of(),
                List.of(9),
                null);
    }
}
