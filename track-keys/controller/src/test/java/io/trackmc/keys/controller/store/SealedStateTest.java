package io.trackmc.keys.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.trackmc.proto.protect.KeyLayer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedStateTest {

    private static final int SEALED = SealedOutput.SEGMENT_LENGTH + SealingCipher.TAG_LENGTH;

    @TempDir
    private Path temporary;

    private final SecureRandom random = new SecureRandom();
    private StoreKey store;

    @BeforeEach
    void make() {
        store = new StoreFiles(temporary.resolve("s.p12"), temporary.resolve("s.password")).create(random);
    }

    @Test
    void shouldGiveBackWhatWasWritten() throws IOException {
        for (int length : new int[] {0, 1, 65_535, 65_536, 65_537, 131_072, 200_000}) {
            byte[] text = text(length);
            byte[] sealed = seal(text);
            assertThat(open(sealed)).as("%d bytes", length).isEqualTo(text);
            assertThat(sealed.length).isEqualTo(
                    StateKey.HEAD_LENGTH + length
                            + SealingCipher.TAG_LENGTH * Math.max(1, Math.ceilDiv(length, 65_536)));
        }
    }

    @Test
    void shouldRefuseAFlippedByteAnywhere() throws IOException {
        byte[] whole = seal(text(70_000));
        for (int at = 0; at < whole.length; at += at < 2 * StateKey.HEAD_LENGTH ? 1 : 997) {
            byte[] bytes = whole.clone();
            bytes[at] ^= 0x20;
            assertThatIllegalArgumentException().as("byte %d", at).isThrownBy(() -> open(bytes));
        }
    }

    @Test
    void shouldRefuseWhatIsCutAnywhereOrLonger() throws IOException {
        byte[] whole = seal(text(140_000));
        for (int length : new int[] {0, 10, StateKey.HEAD_LENGTH, StateKey.HEAD_LENGTH + 15,
            StateKey.HEAD_LENGTH + SEALED, StateKey.HEAD_LENGTH + SEALED + 15, StateKey.HEAD_LENGTH + 2 * SEALED,
            whole.length - 1, whole.length + 1}) {
            byte[] bytes = Arrays.copyOf(whole, length);
            assertThatIllegalArgumentException().as("%d bytes", length).isThrownBy(() -> open(bytes));
        }
    }

    @Test
    void shouldRefuseSegmentsInAnotherOrderOrOfAnotherWriting() throws IOException {
        byte[] whole = seal(text(140_000));
        byte[] swapped = whole.clone();
        System.arraycopy(whole, StateKey.HEAD_LENGTH, swapped, StateKey.HEAD_LENGTH + SEALED, SEALED);
        System.arraycopy(whole, StateKey.HEAD_LENGTH + SEALED, swapped, StateKey.HEAD_LENGTH, SEALED);
        assertThatIllegalArgumentException().isThrownBy(() -> open(swapped));
        byte[] mixed = whole.clone();
        System.arraycopy(seal(text(140_000)), StateKey.HEAD_LENGTH, mixed, StateKey.HEAD_LENGTH, SEALED);
        assertThatIllegalArgumentException().isThrownBy(() -> open(mixed));
    }

    @Test
    void shouldSayUnderWhichKeyItIsSealed() throws IOException {
        byte[] sealed = seal(text(10));
        StoreKey other = new StoreFiles(temporary.resolve("o.p12"), temporary.resolve("o.password")).create(random);
        assertThatIllegalArgumentException().isThrownBy(() -> open(sealed, other, KeyLayer.CONTENT))
                .withMessage("sealed under store key " + store.id()
                        + ", key \"authority.key-store\": found store key " + other.id() + " in " + other.file());
        assertThatIllegalArgumentException().isThrownBy(() -> open(sealed, store, KeyLayer.TRANSPORT))
                .withMessageContaining("another layer");
    }

    @Test
    void shouldUseAnotherKeyForEveryWriting() throws IOException {
        byte[] text = text(1_000);
        byte[] one = seal(text);
        byte[] other = seal(text);
        assertThat(Arrays.copyOfRange(one, StateKey.HEAD_LENGTH, one.length))
                .isNotEqualTo(Arrays.copyOfRange(other, StateKey.HEAD_LENGTH, other.length));
    }

    private byte[] text(int length) {
        byte[] text = new byte[length];
        new Random(length).nextBytes(text);
        return text;
    }

    private byte[] seal(byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SealedOutput out = StateKey.first(store, KeyLayer.CONTENT, random).seal(bytes);
        out.write(text, 0, text.length / 3);
        out.write(text, text.length / 3, text.length - text.length / 3);
        out.finish();
        return bytes.toByteArray();
    }

    private byte[] open(byte[] sealed) throws IOException {
        return open(sealed, store, KeyLayer.CONTENT);
    }

    private static byte[] open(byte[] sealed, StoreKey store, KeyLayer layer) throws IOException {
        InputStream from = new ByteArrayInputStream(sealed);
        StateKey key = StateKey.read(from, store, layer);
        try (SealedInput in = key.open(from, sealed.length - StateKey.HEAD_LENGTH)) {
            byte[] text = in.readAllBytes();
            assertThat(in.length()).isEqualTo(text.length);
            return text;
        }
    }
}
