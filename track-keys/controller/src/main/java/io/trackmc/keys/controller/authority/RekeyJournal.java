package io.trackmc.keys.controller.authority;

import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.key.Sha256;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyPart;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The newest rekeys of one layer, as they travel: on the disk before anybody sees them, so that after a crash the same bytes go out
 * again. None is held in memory, because one of a large group has a hundred megabytes.
 *
 * <pre>
 *   DIRECTORY/NUMBER.rekey      { u32 length ‖ INNER }* ‖ SHA-256 of these; the header first; NUMBER has 20 digits
 * </pre>
 *
 * <p>Not thread-safe.
 */
final class RekeyJournal {

    /** Rekeys that are kept. Who missed more registers again. */
    public static final int KEPT = 16;

    private static final String SUFFIX = ".rekey";
    private static final int NUMBER_DIGITS = 20;
    private static final int BUFFER = 1 << 16;

    /** A header that expels as many as it can. */
    private static final int MAX_INNER = InnerHeader.LENGTH + 4096 + RekeyPart.SIGNATURE_LENGTH;

    private final Path directory;
    private final TreeSet<Long> rekeys = new TreeSet<>();

    private RekeyJournal(Path directory) {
        this.directory = directory;
    }

    /**
     * Checks what is there.
     *
     * @throws KeyFileException when a file cannot be read, or is not what was written
     */
    public static RekeyJournal open(Path directory) {
        RekeyJournal journal = new RekeyJournal(directory);
        if (!Files.isDirectory(directory)) {
            SecureFiles.createDirectory(directory);
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.getFileName().toString().endsWith(SUFFIX)).sorted().toList()) {
                journal.rekeys.add(numberOf(file));
                read(file, _ -> {});
            }
        } catch (IOException e) {
            throw new KeyFileException(directory + ": cannot be read: " + SecureFiles.reason(e), e);
        }
        journal.dropOld();
        return journal;
    }

    /**
     * Keeps a rekey; it is on the disk when this returns.
     *
     * @param number one above the newest, or any when there is none
     * @param count INNERs of it
     * @param inners the header at 0
     */
    public void add(long number, int count, IntFunction<byte[]> inners) {
        if (!rekeys.isEmpty() && number != newest() + 1) {
            throw new IllegalArgumentException("rekey " + number + " after " + newest());
        }
        SecureFiles.write(fileOf(number), to -> {
            DigestOutputStream sum = new DigestOutputStream(to, Sha256.newDigest());
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(sum, BUFFER));
            for (int i = 0; i < count; i++) {
                byte[] inner = inners.apply(i);
                out.writeInt(inner.length);
                out.write(inner);
            }
            out.flush();
            to.write(sum.getMessageDigest().digest());
        });
        rekeys.add(number);
        dropOld();
    }

    /** Number of the newest rekey; 0 none. */
    public long newest() {
        return rekeys.isEmpty() ? 0 : rekeys.last();
    }

    /** Whether all rekeys after that one are here. */
    public boolean reachesBackTo(long after) {
        return after >= newest()
                || (after + 1 >= rekeys.first() && rekeys.tailSet(after, false).size() == newest() - after);
    }

    /** Takes the INNERs of all rekeys after that one, oldest first. */
    public void forEachAfter(long number, Consumer<byte[]> to) {
        for (long rekey : List.copyOf(rekeys.tailSet(number, false))) {
            read(fileOf(rekey), to);
        }
    }

    /**
     * Takes INNERs of one rekey from a place on, as many as it likes.
     *
     * @param at 0, or what this returned before
     * @param to says whether it takes more
     * @return where to go on; -1 when that was the last
     */
    public long read(long number, long at, Predicate<byte[]> to) {
        Path file = fileOf(number);
        return SecureFiles.read(file, _ -> {}, (from, length) -> {
            from.skipNBytes(at);
            DataInputStream in = new DataInputStream(new BufferedInputStream(from, BUFFER));
            long end = length - Sha256.LENGTH;
            long place = at;
            boolean more = true;
            while (more && place < end) {
                byte[] inner = in.readNBytes(in.readInt());
                place += Integer.BYTES + inner.length;
                more = to.test(inner);
            }
            return place < end ? place : -1L;
        });
    }

    private void dropOld() {
        while (rekeys.size() > KEPT) {
            long oldest = rekeys.first();
            try {
                Files.deleteIfExists(fileOf(oldest));
            } catch (IOException e) {
                throw new KeyFileException(fileOf(oldest) + ": cannot be deleted: " + SecureFiles.reason(e), e);
            }
            rekeys.remove(oldest);
        }
    }

    private Path fileOf(long number) {
        return directory.resolve(("%0" + NUMBER_DIGITS + "d").formatted(number) + SUFFIX);
    }

    private static long numberOf(Path file) {
        String name = file.getFileName().toString();
        String digits = name.substring(0, name.length() - SUFFIX.length());
        if (!digits.matches("[0-9]{" + NUMBER_DIGITS + "}")) {
            throw new KeyFileException(file + ": found \"" + digits + "\", allowed: " + NUMBER_DIGITS + " digits");
        }
        return Long.parseLong(digits);
    }

    private static void read(Path file, Consumer<byte[]> to) {
        SecureFiles.read(file, _ -> {}, (from, length) -> read(file, from, length - Sha256.LENGTH, to));
    }

    private static long read(Path file, InputStream from, long content, Consumer<byte[]> to) throws IOException {
        DigestInputStream sum = new DigestInputStream(new BufferedInputStream(from, BUFFER), Sha256.newDigest());
        DataInputStream in = new DataInputStream(sum);
        long at = 0;
        while (at < content) {
            int length = content - at < Integer.BYTES ? -1 : in.readInt();
            if (length < 0 || length > MAX_INNER || length > content - at - Integer.BYTES) {
                throw new KeyFileException(file + ": damaged at byte " + at);
            }
            to.accept(in.readNBytes(length));
            at += Integer.BYTES + length;
        }
        byte[] expected = sum.getMessageDigest().digest();
        sum.on(false);
        if (at != content || !Arrays.equals(expected, in.readNBytes(Sha256.LENGTH))) {
            throw new KeyFileException(file + ": damaged: not what was written");
        }
        return at;
    }
}
