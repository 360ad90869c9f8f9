package io.trackmc.cli.fileset;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Directories that sets have made for their owner alone, and that wait for the bits that they are to have. The list outlives the program: one that was killed knows again, when it comes back, which
 * directories it may give other bits, and which are somebody's who wants them as they are.
 *
 * <pre>
 *   ? name          it is about to be made
 *   inode name      it was made; 0 where the system has no such numbers
 * </pre>
 *
 * <p>A line each, the later one counts. What is no such line, or has no end, is left out: the directory that it was about stays private then, which is the harmless side. Any thread.
 */
final class MadeDirectories implements Closeable {

    /** Its name in the directory for growing files. */
    static final String NAME = "directories";

    /** About to be made. */
    private static final long BEGUN = -1;

    /** The system has no numbers for files. */
    private static final long UNKNOWN = 0;

    private static final String BEGUN_TEXT = "?";
    private static final long MOST_BYTES = 4L * SetMessages.MAX_ENTRY_BYTES;

    private final Path file;
    private final Map<String, Long> waiting;
    private final Map<String, Made> madeNow = new HashMap<>();
    private @Nullable FileChannel out;

    /** How one was made: what still is so is nobody else's. Some file systems give bits of their own. */
    private record Made(long inode, int mode) {

        static Made at(Path path) throws IOException {
            return new Made(UsualModes.inode(path, UNKNOWN), Preserve.mode(path));
        }
    }

    private MadeDirectories(Path file, Map<String, Long> waiting) {
        this.file = file;
        this.waiting = waiting;
    }

    /**
     * Reads what a run before has left.
     *
     * @param parts directory for growing files
     */
    static MadeDirectories in(Path parts) throws IOException {
        Path file = parts.resolve(NAME);
        Map<String, Long> waiting = new HashMap<>();
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= MOST_BYTES) {
            read(file, waiting);
        }
        // A run that was killed may have left one.
        Files.deleteIfExists(next(file));
        return new MadeDirectories(file, waiting);
    }

    private static void read(Path file, Map<String, Long> waiting) throws IOException {
        // Bytes that are no text become others here, and so names of nothing.
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null && waiting.size() < SetMessages.MAX_ENTRIES; line = in
                    .readLine()) {
                int space = line.indexOf(' ');
                Long inode = space > 0 && line.endsWith("/") ? inode(line.substring(0, space)) : null;
                if (inode != null) {
                    waiting.put(line.substring(space + 1, line.length() - 1), inode);
                }
            }
        }
    }

    private static @Nullable Long inode(String text) {
        if (text.equals(BEGUN_TEXT)) {
            return BEGUN;
        }
        try {
            long inode = Long.parseLong(text);
            return inode >= UNKNOWN ? inode : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** One is about to be made. */
    synchronized void begin(String name) throws IOException {
        note(name, BEGUN);
    }

    /** It was made. */
    synchronized void made(String name, Path path) throws IOException {
        Made made = Made.at(path);
        madeNow.put(name, made);
        note(name, made.inode);
    }

    /** It could not be made. */
    synchronized void forget(String name) {
        waiting.remove(name);
    }

    /** Beyond the most that a set may have, which only sets that never came again can have left, a directory of a run that is killed stays private. */
    private void note(String name, long inode) throws IOException {
        if (waiting.size() < SetMessages.MAX_ENTRIES || waiting.containsKey(name)) {
            waiting.put(name, inode);
            FileChannel to = out == null ? rewritten() : out;
            write(to, line(name, inode));
        }
    }

    /** The end of a line tells that it is whole; no name ends so. */
    private static String line(String name, long inode) {
        return (inode == BEGUN ? BEGUN_TEXT : Long.toString(inode)) + " " + name + "/\n";
    }

    /** Whether a directory was made by a set, in this run or one before, and nobody has given it bits since. */
    synchronized boolean isWaiting(String name, Path path) throws IOException {
        Made made = madeNow.get(name);
        if (made != null) {
            return made.equals(Made.at(path));
        }
        Long known = waiting.get(name);
        if (known == null) {
            return false;
        }
        int mode = Preserve.mode(path);
        if (mode != UsualModes.PRIVATE_DIRECTORY && mode != SetEntry.NO_MODE) {
            return false;
        }
        return known == BEGUN ? isEmpty(path) : known == UsualModes.inode(path, UNKNOWN);
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.findAny().isEmpty();
        }
    }

    /** What was noted survives a loss of power from here on. */
    synchronized void force() throws IOException {
        FileChannel to = out;
        if (to != null) {
            to.force(true);
        }
    }

    /** These have what they are to have; the list goes away when it is empty. */
    synchronized void settle(Collection<String> names) throws IOException {
        waiting.keySet().removeAll(names);
        madeNow.keySet().removeAll(names);
        close();
        if (!waiting.isEmpty()) {
            rewritten().force(true);
            close();
        }
    }

    /** Puts a list of all that wait in the place of the one that is there, and opens it to be gone on with. */
    private FileChannel rewritten() throws IOException {
        Path next = next(file);
        Files.deleteIfExists(next);
        FileChannel to = FileChannel.open(next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                UsualModes.ownersFile(next));
        try {
            StringBuilder text = new StringBuilder();
            for (Map.Entry<String, Long> each : waiting.entrySet()) {
                text.append(line(each.getKey(), each.getValue()));
            }
            write(to, text.toString());
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            try (to) {
                throw e;
            }
        }
        out = to;
        return to;
    }

    private static Path next(Path file) {
        return file.resolveSibling(NAME + ".new");
    }

    private static void write(FileChannel to, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        FileChannel to = out;
        out = null;
        if (to != null) {
            to.close();
        }
        if (waiting.isEmpty()) {
            Files.deleteIfExists(file);
        }
    }
}
