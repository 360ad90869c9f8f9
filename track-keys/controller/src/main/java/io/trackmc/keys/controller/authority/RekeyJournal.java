package io.trackmc.keys.controller.authority;

import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The newest rekeys of one layer, as they travel: on the disk before anybody sees them, so that after a crash the same bytes go out
 * again, and in memory for who asks.
 *
 * <pre>
 *   DIRECTORY/NUMBER.rekey      { u32 length ‖ INNER }*, the header first; NUMBER has 20 digits
 * </pre>
 *
 * <p>Not thread-safe.
 */
public final class RekeyJournal {

    /** Rekeys that are kept. Who missed more registers again. */
    public static final int KEPT = 16;

    private static final String SUFFIX = ".rekey";
    private static final int NUMBER_DIGITS = 20;

    private final Path directory;
    private final TreeMap<Long, List<byte[]>> rekeys = new TreeMap<>();

    private RekeyJournal(Path directory) {
        this.directory = directory;
    }

    /**
     * Reads what is there.
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
                journal.rekeys.put(numberOf(file), inners(file));
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
     * @param inners the header first
     */
    public void add(long number, List<byte[]> inners) {
        if (!rekeys.isEmpty() && number != newest() + 1) {
            throw new IllegalArgumentException("rekey " + number + " after " + newest());
        }
        SecureFiles.write(fileOf(number), bytes(inners));
        rekeys.put(number, List.copyOf(inners));
        dropOld();
    }

    /** Number of the newest rekey; 0 none. */
    public long newest() {
        return rekeys.isEmpty() ? 0 : rekeys.lastKey();
    }

    /** Whether all rekeys after that one are here. */
    public boolean reachesBackTo(long after) {
        return after >= newest() || after + 1 >= rekeys.firstKey();
    }

    /** INNERs of all rekeys after that one, oldest first. */
    public List<byte[]> after(long number) {
        return rekeys.tailMap(number, false).values().stream().flatMap(List::stream).toList();
    }

    private void dropOld() {
        while (rekeys.size() > KEPT) {
            long oldest = rekeys.firstKey();
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

    private static byte[] bytes(List<byte[]> inners) {
        ByteBuffer all = ByteBuffer.allocate(inners.stream().mapToInt(inner -> Integer.BYTES + inner.length).sum());
        inners.forEach(inner -> all.putInt(inner.length).put(inner));
        return all.array();
    }

    private static List<byte[]> inners(Path file) {
        ByteBuffer all = ByteBuffer.wrap(SecureFiles.read(file, _ -> {}));
        List<byte[]> inners = new ArrayList<>();
        while (all.hasRemaining()) {
            int length = all.remaining() < Integer.BYTES ? -1 : all.getInt();
            if (length < 0 || length > all.remaining()) {
                throw new KeyFileException(file + ": damaged at byte " + all.position());
            }
            byte[] inner = new byte[length];
            all.get(inner);
            inners.add(inner);
        }
        return inners;
    }
}
