package io.trackmc.cli.file;

import io.trackmc.cli.unit.ByteSize;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One file that arrives as messages of one session.
 *
 * <pre>
 *   AWAITED --begin--> GROWING --end, size and SHA-256 right--> COMPLETE
 *      any of them --anything else--> FAILED, and nothing of the file is left
 * </pre>
 *
 * <p>One thread writes; any thread may ask how far it is.
 */
public final class IncomingFile implements Incoming {

    private enum State {
        AWAITED, GROWING, COMPLETE, FAILED
    }

    private final FileTarget target;
    private final MessageDigest digest = FileDigest.create();
    private volatile State state = State.AWAITED;
    private FileTarget.@Nullable Writing writing;
    private String place = "";
    private String sha256 = "";
    private final AtomicLong bytes = new AtomicLong();
    private volatile long announcedBytes = FileMessages.UNKNOWN_SIZE;

    /** Will go to {@code target}. */
    public IncomingFile(FileTarget target) {
        this.target = target;
    }

    /** Takes the next message of the session; nothing is left of a file that fails. */
    @Override
    public boolean onMessage(byte[] message, int offset, int length) throws IOException {
        try {
            switch (state) {
                case AWAITED -> begin(message, offset, length);
                case GROWING -> grow(message, offset, length);
                case COMPLETE -> throw new FileTransferException("the sender goes on after the end of the file");
                case FAILED -> throw new FileTransferException("the file failed before");
            }
            return isComplete();
        } catch (IOException e) {
            fail();
            throw e;
        }
    }

    /** Some messages are lost for good. Always throws, for a file with a hole is none. */
    @Override
    public void onGap(long first, long last) throws IOException {
        fail();
        throw new FileTransferException(
                "packets " + first + " to " + last + " are lost for good: no parent could repair them any more");
    }

    private void begin(byte[] message, int offset, int length) throws IOException {
        if (FileMessages.isBegin(message, offset, length)) {
            announcedBytes = FileMessages.size(message, offset);
            writing = target.begin(FileMessages.name(message, offset, length));
            state = State.GROWING;
            return;
        }
        int kind = FileMessages.kind(message, offset, length);
        throw new FileTransferException(kind == FileMessages.CHUNK || kind == FileMessages.END
                ? "joined too late: the beginning of the file was not kept"
                : "the sender sends something else than a file");
    }

    private void grow(byte[] message, int offset, int length) throws IOException {
        if (FileMessages.kind(message, offset, length) == FileMessages.CHUNK) {
            int from = offset + FileMessages.KIND_LENGTH;
            int count = length - FileMessages.KIND_LENGTH;
            digest.update(message, from, count);
            growing().write(message, from, count);
            bytes.addAndGet(count);
        } else if (FileMessages.isEnd(message, offset, length)) {
            end(FileMessages.size(message, offset), FileMessages.sha256(message, offset));
        } else {
            throw new FileTransferException("a message that belongs to no file");
        }
    }

    private void end(long size, byte[] expected) throws IOException {
        byte[] actual = digest.digest();
        if (size != bytes.get()) {
            throw new FileTransferException("the file has " + bytes + " bytes, the sender sent " + size);
        }
        if (!Arrays.equals(actual, expected)) {
            throw new FileTransferException("the file's SHA-256 is " + FileDigest.hex(actual) + ", the sender's is "
                    + FileDigest.hex(expected));
        }
        place = growing().finish();
        sha256 = FileDigest.hex(actual);
        state = State.COMPLETE;
    }

    private FileTarget.Writing growing() {
        if (writing == null) {
            throw new IllegalStateException("the file has not begun");
        }
        return writing;
    }

    private void fail() throws IOException {
        if (state != State.COMPLETE) {
            state = State.FAILED;
        }
        close();
    }

    /** Leaves nothing of the file unless it is complete. */
    @Override
    public void close() throws IOException {
        if (state != State.COMPLETE) {
            state = State.FAILED;
            if (writing != null) {
                writing.close();
                writing = null;
            }
        }
    }

    @Override
    public String missing() {
        return "the session ended before the end of the file";
    }

    @Override
    public FileTally tally() {
        return isComplete() ? new FileTally(1, 0, 0, List.of()) : FileTally.NONE;
    }

    /** Whether it is whole, verified and in its place. */
    @Override
    public boolean isComplete() {
        return state == State.COMPLETE;
    }

    /** Bytes that came so far. */
    @Override
    public long bytes() {
        return bytes.get();
    }

    /** Size that the sender announced, or −1 when it did not know. */
    public long announcedBytes() {
        return announcedBytes;
    }

    /** In lower-case hexadecimal digits, once complete. */
    @Override
    public String sha256() {
        return sha256;
    }

    /** Where it is, once complete. */
    @Override
    public String place() {
        return place;
    }

    /** For people: how far it is. */
    @Override
    public String progress() {
        long announced = announcedBytes;
        long here = bytes.get();
        return announced > 0
                ? ByteSize.text(here) + " of " + ByteSize.text(announced) + " (" + 100 * here / announced + " %)"
                : ByteSize.text(here);
    }
}
