package io.trackmc.cli.proof;

import io.trackmc.cli.process.SystemCommand;
import io.trackmc.cli.task.TaskException;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** All objects of a running Java program at one moment, those that it has dropped and not cleared away among them, in a file until it is closed. */
public final class HeapDump implements Closeable {

    private static final ValueLayout.OfShort TWO_BYTES = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.BIG_ENDIAN);

    private final Path file;

    private HeapDump(Path file) {
        this.file = file;
    }

    /**
     * Takes it; the program stands still meanwhile.
     *
     * @param pid of a program of the same user
     * @param file where it is put; nobody else may read there
     */
    public static HeapDump of(long pid, Path file) throws IOException, InterruptedException {
        SystemCommand.run(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid),
                "GC.heap_dump", "-all", file.toAbsolutePath().toString());
        if (!Files.exists(file)) {
            throw TaskException.failed(file + ": the heap of process " + pid + " could not be written");
        }
        return new HeapDump(file);
    }

    /**
     * Looks for byte strings, wherever they begin.
     *
     * @param wanted what to look for, at least two bytes each, by name
     * @return names of those that are there
     */
    public Set<String> find(Map<String, byte[]> wanted) throws IOException {
        boolean[] begins = new boolean[1 << Short.SIZE];
        wanted.values().forEach(bytes -> begins[((bytes[0] & 0xFF) << Byte.SIZE) | (bytes[1] & 0xFF)] = true);
        Set<String> found = new LinkedHashSet<>();
        try (FileChannel channel = FileChannel.open(file); Arena arena = Arena.ofConfined()) {
            MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            for (long at = 0; at + 1 < all.byteSize(); at++) {
                if (begins[all.get(TWO_BYTES, at) & 0xFFFF]) {
                    addThoseAt(all, at, wanted, found);
                }
            }
        }
        return found;
    }

    private static void addThoseAt(MemorySegment all, long at, Map<String, byte[]> wanted, Set<String> found) {
        wanted.forEach((name, bytes) -> {
            boolean fits = at + bytes.length <= all.byteSize();
            if (fits && Arrays.equals(all.asSlice(at, bytes.length).toArray(ValueLayout.JAVA_BYTE), bytes)) {
                found.add(name);
            }
        });
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
