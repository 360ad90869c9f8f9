package io.trackmc.cli.fileset;

import io.trackmc.cli.file.FileTransferException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files and directories below the paths of a command line, each known to receivers by the last part of its path and what is below. Symbolic links in trees are never followed, and neither
 * they nor devices, pipes and sockets can be sent: they are listed apart. A path that is itself given may be a link: it is what its user means.
 */
public final class SetScan {

    /** What stands for bytes that are none: two such names may look the same. */
    private static final char NO_CHARACTER = '\uFFFD';

    private final Map<String, ScannedFile> found = new TreeMap<>();
    private final List<String> refused = new ArrayList<>();

    /**
     * A file or directory that can be sent.
     *
     * @param name that receivers are told, without anything that a terminal would obey
     * @param directory whether it is a directory
     * @param bytes of a file, when it was found
     */
    public record Found(String name, boolean directory, long bytes) {}

    private SetScan() {}

    /**
     * Looks through paths.
     *
     * @throws IOException when one is not there, cannot be read, or has the name of another
     */
    public static SetScan of(List<Path> paths) throws IOException {
        SetScan scan = new SetScan();
        for (Path path : paths) {
            scan.add(path);
        }
        if (scan.found.size() > SetMessages.MAX_ENTRIES) {
            throw new FileTransferException("found " + scan.found.size() + " files and directories, allowed: "
                    + SetMessages.MAX_ENTRIES + " in a set; send them in parts, or as one archive");
        }
        return scan;
    }

    private void add(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        Path name = path.toAbsolutePath().normalize().getFileName();
        if (name == null) {
            throw new FileTransferException(path + ": has no name of its own");
        }
        if (found.containsKey(name.toString())) {
            throw new FileTransferException(path + ": another path has the name " + name + " already");
        }
        Path start = path.toRealPath();
        if (!Files.isRegularFile(start) && !Files.isDirectory(start)) {
            throw new FileTransferException(path + ": found no regular file and no directory");
        }
        walk(start, name.toString());
    }

    private void walk(Path start, String name) throws IOException {
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                take(directory, nameOf(directory), attributes);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    take(file, nameOf(file), attributes);
                } else {
                    refused.add(EntryName.shown(file.toString()) + ": "
                            + (attributes.isSymbolicLink() ? "a symbolic link" : "a special file"));
                }
                return FileVisitResult.CONTINUE;
            }

            private String nameOf(Path path) {
                StringBuilder full = new StringBuilder(name);
                if (!path.equals(start)) {
                    start.relativize(path).forEach(part -> full.append('/').append(part));
                }
                return full.toString();
            }
        });
    }

    private void take(Path path, String name, BasicFileAttributes attributes) throws IOException {
        String fault = EntryName.fault(name, false);
        if (fault != null) {
            refused.add(EntryName.shown(path.toString()) + ": its name " + fault);
        } else if (found.containsKey(name) || name.indexOf(NO_CHARACTER) >= 0) {
            refused.add(EntryName.shown(path.toString()) + ": its name is no text in this locale");
        } else {
            found.put(name, ScannedFile.of(path, name, attributes));
        }
    }

    /** What cannot be sent, each with the reason, in the order in which it was found. */
    public List<String> refused() {
        return List.copyOf(refused);
    }

    /** Bytes of all files. */
    public long bytes() {
        return found.values().stream().mapToLong(ScannedFile::size).sum();
    }

    /** Whether nothing was found that can be sent. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** What can be sent, in the order of the names. */
    public List<Found> found() {
        return files().stream().map(file -> new Found(file.name(), file.directory(), file.size())).toList();
    }

    /** In the order of their names. */
    List<ScannedFile> files() {
        return found.values().stream().sorted(Comparator.comparing(ScannedFile::name)).toList();
    }
}
