package io.trackmc.cli.file;

import java.io.IOException;
import java.security.MessageDigest;

/** Sends one file as messages. */
public final class OutgoingFile {

    /** Bytes of the file in one message: many packets, few hand-overs. */
    static final int CHUNK_BYTES = 1 << 16;

    /** Takes one message and waits while there is no room for it. */
    @FunctionalInterface
    public interface Publisher {
        /** Copies the message before it returns. */
        void publish(byte[] message, int offset, int length) throws InterruptedException;
    }

    /** Hears how far it is. */
    @FunctionalInterface
    public interface Progress {
        /** So many bytes of the file were handed over. */
        void sent(long bytes);
    }

    /**
     * What was sent.
     *
     * @param bytes size of the file
     * @param sha256 in lower-case hexadecimal digits
     */
    public record Sent(long bytes, String sha256) {}

    private OutgoingFile() {}

    /**
     * Reads the source to its end and publishes it.
     *
     * @throws IOException when the source cannot be read, or ends elsewhere than it said
     */
    public static Sent send(FileSource source, Publisher publisher, Progress progress)
            throws IOException, InterruptedException {
        byte[] begin = FileMessages.begin(source.name(), source.size());
        publisher.publish(begin, 0, begin.length);
        MessageDigest digest = FileDigest.create();
        byte[] chunk = new byte[FileMessages.KIND_LENGTH + CHUNK_BYTES];
        chunk[0] = FileMessages.CHUNK;
        long bytes = 0;
        for (int read = read(source, chunk); read >= 0; read = read(source, chunk)) {
            digest.update(chunk, FileMessages.KIND_LENGTH, read);
            publisher.publish(chunk, 0, FileMessages.KIND_LENGTH + read);
            bytes += read;
            progress.sent(bytes);
        }
        checkSize(source, bytes);
        byte[] sha256 = digest.digest();
        byte[] end = FileMessages.end(bytes, sha256);
        publisher.publish(end, 0, end.length);
        return new Sent(bytes, FileDigest.hex(sha256));
    }

    private static int read(FileSource source, byte[] chunk) throws IOException {
        return source.in().read(chunk, FileMessages.KIND_LENGTH, CHUNK_BYTES);
    }

    private static void checkSize(FileSource source, long bytes) throws FileTransferException {
        if (source.size() != FileSource.UNKNOWN_SIZE && source.size() != bytes) {
            throw new FileTransferException(source.name() + ": changed while it was being sent: " + source.size()
                    + " bytes before, " + bytes + " now");
        }
    }
}
