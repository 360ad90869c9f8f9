package io.trackmc.cli.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One file over a list of messages: whole and verified under its name, or not there at all. */
class FileTransferTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 300_000})
    void shouldArriveByteForByte(int size) throws IOException, InterruptedException {
        byte[] content = content(size);
        IncomingFile file = new IncomingFile(DiskTarget.in(directory));
        for (byte[] message : messages("photo.jpg", content)) {
            assertThat(file.isComplete()).isFalse();
            file.onMessage(message, 0, message.length);
        }
        assertThat(file.isComplete()).isTrue();
        assertThat(file.announcedBytes()).isEqualTo(size);
        assertThat(Path.of(file.place())).isEqualTo(directory.resolve("photo.jpg")).hasBinaryContent(content);
        assertThat(file.sha256()).isEqualTo(FileDigest.ofFile(directory.resolve("photo.jpg")));
        assertThat(names()).containsExactly("photo.jpg");
    }

    @Test
    void shouldNeverStandUnderItsNameBeforeItIsWhole() throws IOException, InterruptedException {
        List<byte[]> messages = messages("photo.jpg", content(200_000));
        IncomingFile file = new IncomingFile(DiskTarget.in(directory));
        for (byte[] message : messages.subList(0, messages.size() - 1)) {
            file.onMessage(message, 0, message.length);
            assertThat(names()).singleElement().asString().startsWith(".photo.jpg.").endsWith(".part");
        }
        file.close();
        assertThat(names()).isEmpty();
    }

    @Test
    void shouldLeaveNothingWhenOneByteIsWrong() throws IOException, InterruptedException {
        List<byte[]> messages = messages("photo.jpg", content(1000));
        messages.get(1)[500] ^= 1;
        assertThatExceptionOfType(FileTransferException.class).isThrownBy(() -> receive(messages))
                .withMessageContaining("SHA-256");
        assertThat(names()).isEmpty();
    }

    @Test
    void shouldLeaveNothingWhenAChunkIsMissing() throws IOException, InterruptedException {
        List<byte[]> messages = messages("photo.jpg", content(100_000));
        messages.remove(1);
        assertThatExceptionOfType(FileTransferException.class).isThrownBy(() -> receive(messages))
                .withMessage("the file has 34464 bytes, the sender sent 100000");
        assertThat(names()).isEmpty();
    }

    @Test
    void shouldLeaveNothingAfterAGap() throws IOException, InterruptedException {
        IncomingFile file = new IncomingFile(DiskTarget.in(directory));
        byte[] begin = messages("photo.jpg", content(10)).getFirst();
        file.onMessage(begin, 0, begin.length);
        assertThatExceptionOfType(FileTransferException.class).isThrownBy(() -> file.onGap(7, 9))
                .withMessageContaining("packets 7 to 9");
        assertThat(names()).isEmpty();
        assertThatExceptionOfType(FileTransferException.class)
                .isThrownBy(() -> file.onMessage(begin, 0, begin.length));
        assertThat(names()).isEmpty();
    }

    @Test
    void shouldLeaveNothingWhenTheDiskIsFull() throws IOException, InterruptedException {
        Path place = directory.resolve("photo.jpg");
        DiskTarget target = DiskTarget.file(place, file -> new FullDisk(Files.newOutputStream(file), 100_000));
        IncomingFile file = new IncomingFile(target);
        assertThatExceptionOfType(FileTransferException.class).isThrownBy(() -> {
            for (byte[] message : messages("photo.jpg", content(200_000))) {
                file.onMessage(message, 0, message.length);
            }
        }).withMessage(place + ": cannot be written: No space left on device");
        assertThat(names()).isEmpty();
    }

    @Test
    void shouldTellALateJoinerAndAForeignStreamApart() throws IOException, InterruptedException {
        List<byte[]> messages = messages("photo.jpg", content(10));
        assertThatExceptionOfType(FileTransferException.class)
                .isThrownBy(() -> receive(messages.subList(1, messages.size())))
                .withMessageContaining("joined too late");
        for (byte[] foreign : List.of(new byte[0], new byte[] {9, 9}, new byte[] {1}, new byte[300])) {
            assertThatExceptionOfType(FileTransferException.class).isThrownBy(() -> receive(List.of(foreign)))
                    .withMessageContaining("something else than a file");
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void shouldRefuseAStrangeMessageInTheMiddle() throws IOException, InterruptedException {
        for (byte[] strange : List.of(new byte[0], new byte[] {7}, new byte[] {3, 0}, new byte[] {1, 0})) {
            List<byte[]> messages = messages("photo.jpg", content(10));
            messages.add(1, strange);
            assertThatExceptionOfType(FileTransferException.class).isThrownBy(() -> receive(messages))
                    .withMessage("a message that belongs to no file");
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void shouldReplaceTheFileThatWasNamed() throws IOException, InterruptedException {
        Path place = directory.resolve("copy");
        Files.writeString(place, "old");
        IncomingFile file = new IncomingFile(DiskTarget.file(place));
        for (byte[] message : messages("photo.jpg", content(10))) {
            file.onMessage(message, 0, message.length);
        }
        assertThat(place).hasBinaryContent(content(10));
        assertThat(names()).containsExactly("copy");
    }

    @Test
    void shouldNeverReplaceAFileThatTheSenderNamed() throws IOException, InterruptedException {
        Files.writeString(directory.resolve("photo.jpg"), "mine");
        receive(messages("photo.jpg", content(10)));
        receive(messages("photo.jpg", content(20)));
        assertThat(directory.resolve("photo.jpg")).hasContent("mine");
        assertThat(directory.resolve("photo.jpg.1")).hasBinaryContent(content(10));
        assertThat(directory.resolve("photo.jpg.2")).hasBinaryContent(content(20));
        assertThat(names()).hasSize(3);
    }

    @Test
    void shouldStayInItsDirectoryWhateverTheSenderNames() throws IOException, InterruptedException {
        receive(messages("../../etc/.passwd\n", content(10)));
        assertThat(names()).containsExactly("_passwd_");
    }

    @Test
    void shouldNotKnowTheSizeOfAStreamBeforehand() throws IOException, InterruptedException {
        List<byte[]> messages = new ArrayList<>();
        OutgoingFile.Sent sent = OutgoingFile.send(FileSource.ofStream(new ByteArrayInputStream(content(70_000))),
                (bytes, offset, length) -> messages.add(copy(bytes, offset, length)), bytes -> {});
        IncomingFile file = receive(messages);
        assertThat(file.announcedBytes()).isEqualTo(FileSource.UNKNOWN_SIZE);
        assertThat(file.bytes()).isEqualTo(sent.bytes()).isEqualTo(70_000);
        assertThat(names()).containsExactly("stdin");
    }

    @Test
    void shouldNotSendAFileThatChangesMeanwhile() {
        FileSource shrunk = new FileSource("log", 11, new ByteArrayInputStream(content(10)));
        assertThatExceptionOfType(FileTransferException.class)
                .isThrownBy(() -> OutgoingFile.send(shrunk, (bytes, offset, length) -> {}, bytes -> {}))
                .withMessage("log: changed while it was being sent: 11 bytes before, 10 now");
    }

    @Test
    void shouldRefuseTargetsThatCannotBe() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> DiskTarget.file(directory)).hasMessageContaining("is a directory");
        assertThatThrownBy(() -> DiskTarget.file(directory.resolve("no/file"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> DiskTarget.in(file)).isInstanceOf(NotDirectoryException.class);
        assertThatThrownBy(() -> DiskTarget.in(Path.of("/proc/self"))).isInstanceOf(AccessDeniedException.class);
    }

    @Test
    void shouldRefuseSourcesThatCannotBe() {
        assertThatThrownBy(() -> FileSource.ofFile(directory.resolve("no"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> FileSource.ofFile(directory)).hasMessage(directory + ": is a directory");
    }

    private IncomingFile receive(List<byte[]> messages) throws IOException {
        IncomingFile file = new IncomingFile(DiskTarget.in(directory));
        for (byte[] message : messages) {
            file.onMessage(message, 0, message.length);
        }
        return file;
    }

    private static List<byte[]> messages(String name, byte[] content) throws IOException, InterruptedException {
        List<byte[]> messages = new ArrayList<>();
        OutgoingFile.send(new FileSource(name, content.length, new ByteArrayInputStream(content)),
                (bytes, offset, length) -> messages.add(copy(bytes, offset, length)), bytes -> {});
        return messages;
    }

    private static byte[] copy(byte[] bytes, int offset, int length) {
        return java.util.Arrays.copyOfRange(bytes, offset, offset + length);
    }

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        for (int i = 0; i < size; i++) {
            content[i] = (byte) ((i * 31) >> 3);
        }
        return content;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** A disk with room for so many bytes. */
    private static final class FullDisk extends OutputStream {

        private final OutputStream out;
        private long room;

        FullDisk(OutputStream out, long room) {
            this.out = out;
            this.room = room;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int fitting = (int) Math.min(room, length);
            out.write(bytes, offset, fitting);
            room -= fitting;
            if (fitting < length) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    @Test
    void shouldNotBeFooledByNames() {
        assertThat(SafeName.of("a/b\\c.txt")).isEqualTo("c.txt");
        assertThat(SafeName.of("..")).isEqualTo("_.");
        assertThat(SafeName.of("/")).isEqualTo(SafeName.FALLBACK);
        assertThat(SafeName.of("")).isEqualTo(SafeName.FALLBACK);
        assertThat(SafeName.of("-rf")).isEqualTo("_rf");
        assertThat(SafeName.of("~root")).isEqualTo("_root");
        assertThat(SafeName.of("a\u0000b\u202Ec\u2028d")).isEqualTo("a_b_c_d");
        assertThat(SafeName.of("zoë 漢字.txt")).isEqualTo("zoë 漢字.txt");
        assertThat(SafeName.of("漢".repeat(200)).getBytes(StandardCharsets.UTF_8)).hasSize(198);
    }
}
