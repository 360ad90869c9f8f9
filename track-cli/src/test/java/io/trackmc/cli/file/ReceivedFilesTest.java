package io.trackmc.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.wire.SessionRules;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a subscription. */
class ReceivedFilesTest {

    private static final byte[] CONTENT = new byte[200_000];

    @TempDir
    Path directory;

    private final List<IOException> failures = new ArrayList<>();

    /** A write that an interruption ends fails with an exception of its own, which is the user's wish and no fault of the file. */
    @Test
    void shouldNotCountAFileAsFailedThatAnInterruptionCutsOff() throws IOException, InterruptedException {
        try (ReceivedFiles files = opened()) {
            List<byte[]> messages = messages();
            take(files, messages.get(0));
            Thread.currentThread().interrupt();
            take(files, messages.get(1));
            assertThat(Thread.interrupted()).isTrue();

            assertThat(files.hasFailed()).isTrue();
            assertThat(files.failed()).isZero();
            assertThat(failures).isEmpty();
            assertThat(files.isInSession()).isTrue();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldCountAFileAsFailedThatHasAGap() throws IOException, InterruptedException {
        try (ReceivedFiles files = opened()) {
            List<byte[]> messages = messages();
            take(files, messages.get(0));
            take(files, messages.get(2));
            messages.subList(3, messages.size()).forEach(message -> take(files, message));

            assertThat(files.failed()).isOne();
            assertThat(failures).hasSize(1);
            assertThat(files.isInSession()).isFalse();
        }
        assertThat(directory).isEmptyDirectory();
    }

    private ReceivedFiles opened() throws IOException {
        ReceivedFiles files = new ReceivedFiles(DiskTarget.in(directory), () -> {}, new ReceivedFiles.Listener() {
            @Override
            public void onFile(String place, long bytes, String sha256) {}

            @Override
            public void onFailure(Incarnation session, IOException why) {
                failures.add(why);
            }
        });
        files.onSessionOpened(new SessionOpened(1, Incarnation.ZERO, 1, SessionRules.DEFAULT));
        return files;
    }

    private static void take(ReceivedFiles files, byte[] message) {
        files.onMessage(message, 0, message.length);
    }

    private static List<byte[]> messages() throws IOException, InterruptedException {
        List<byte[]> messages = new ArrayList<>();
        OutgoingFile.send(new FileSource("photo.jpg", CONTENT.length, new ByteArrayInputStream(CONTENT)),
                (bytes, offset, length) -> messages.add(Arrays.copyOfRange(bytes, offset, offset + length)),
                bytes -> {});
        return messages;
    }
}
