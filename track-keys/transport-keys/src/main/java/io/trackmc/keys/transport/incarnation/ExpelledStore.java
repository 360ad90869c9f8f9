package io.trackmc.keys.transport.incarnation;

import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Nodes that were expelled for good, kept in the state directory of a parent: it refuses them also after a restart, before it has heard of
 * any rekey (security rules, "Membership").
 *
 * <p>The file {@code expelled} has one node id of 8 hexadecimal digits on each line, ascending, and is on the disk before {@link #addAll}
 * returns. A file that cannot be read or understood is refused: to forget the expelled would let them in again. One thread at a time.
 */
public final class ExpelledStore {

    private static final String FILE_NAME = "expelled";
    private static final Pattern LINE = Pattern.compile("[0-9a-f]{8}");

    private final Path directory;
    private final Path file;
    private final TreeSet<Integer> ids = new TreeSet<>(Integer::compareUnsigned);

    /**
     * Reads what is there.
     *
     * @param stateDirectory of one node alone
     * @throws KeyFileException when the file cannot be read or understood
     */
    public ExpelledStore(Path stateDirectory) {
        directory = stateDirectory;
        file = stateDirectory.resolve(FILE_NAME);
        if (!Files.notExists(file)) { // whether it exists cannot be told where the directory cannot be read
            new String(SecureFiles.read(file, _ -> {}), StandardCharsets.US_ASCII).lines().forEach(this::load);
        }
    }

    /** Everybody who is in it. */
    public Collection<Integer> all() {
        return new TreeSet<>(ids);
    }

    /**
     * Adds some, with one write for all of them; those that are there already cost nothing.
     *
     * @throws KeyFileException when it cannot be written; nobody was added then
     */
    public void addAll(Collection<Integer> nodeIds) {
        TreeSet<Integer> more = new TreeSet<>(ids);
        if (!more.addAll(nodeIds)) {
            return;
        }
        StringBuilder text = new StringBuilder();
        more.forEach(id -> text.append(String.format("%08x%n", id)));
        SecureFiles.createDirectory(directory);
        SecureFiles.write(file, text.toString().getBytes(StandardCharsets.US_ASCII));
        ids.addAll(more);
    }

    private void load(String line) {
        if (!LINE.matcher(line).matches()) {
            throw new KeyFileException(
                    file + ": damaged: allowed are lines of 8 hexadecimal digits; restore it, or give the group new keys");
        }
        ids.add(Integer.parseUnsignedInt(line, 16));
    }
}
