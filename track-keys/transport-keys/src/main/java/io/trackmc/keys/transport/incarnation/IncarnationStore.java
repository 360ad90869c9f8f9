package io.trackmc.keys.transport.incarnation;

import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.proto.protect.Incarnation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.regex.Pattern;

/**
 * Incarnations of one node, the last of which is kept in its state directory: {@code u64 max(persisted + 1, wall milliseconds)}
 * and 8 random bytes (security rules, "Identity").
 *
 * <p>The file {@code incarnation} holds the first half as one line of 16 hexadecimal digits, and is on the disk before an
 * incarnation is given out. A clock that went back does no harm; the random half keeps two runs apart that started from one copy of the
 * file. A file that cannot be understood is refused and not replaced, because starting again from the clock might repeat a run.
 */
public final class IncarnationStore implements IncarnationSource {

    private static final String FILE_NAME = "incarnation";
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}\\R?");

    private final Path directory;
    private final Path file;
    private final InstantSource wallClock;
    private final SecureRandom random;

    /**
     * In the given directory, which is created when the first incarnation is.
     *
     * @param stateDirectory of one node alone
     */
    public IncarnationStore(Path stateDirectory, InstantSource wallClock, SecureRandom random) {
        this.directory = stateDirectory;
        this.file = stateDirectory.resolve(FILE_NAME);
        this.wallClock = wallClock;
        this.random = random;
    }

    /**
     * {@inheritDoc}
     *
     * @throws KeyFileException when the file cannot be read, understood or written
     */
    @Override
    public Incarnation next() {
        SecureFiles.createDirectory(directory);
        long high = Math.max(persisted() + 1, wallClock.millis());
        SecureFiles.write(file, String.format("%016x%n", high).getBytes(StandardCharsets.US_ASCII));
        return new Incarnation(high, random.nextLong());
    }

    private long persisted() {
        if (Files.notExists(file)) {
            return 0;
        }
        String text = new String(SecureFiles.read(file, _ -> {}), StandardCharsets.US_ASCII);
        long high = FORM.matcher(text).matches() ? Long.parseUnsignedLong(text.strip(), 16) : -1;
        if (high < 0) {
            throw new KeyFileException(
                    file + ": damaged: allowed is one line of 16 hexadecimal digits below 8000000000000000;"
                            + " give the node a new id, or write the number of a later run");
        }
        return high;
    }
}
