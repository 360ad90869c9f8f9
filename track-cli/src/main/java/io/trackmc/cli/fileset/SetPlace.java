package io.trackmc.cli.fileset;

import io.trackmc.cli.file.FileDigest;
import io.trackmc.cli.file.FileTransferException;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a set goes: below one directory and nowhere else. Each component of a name is looked at on the disk before it is gone through; a symbolic link is never followed. Who else may write in
 * the directory is trusted: between a look and what follows, nothing can be held fast. One thread, but for {@link #place}, which several may call for different files once {@link #hasAlready} was asked for
 * each.
 */
final class SetPlace implements Closeable {

    private static final boolean WINDOWS = File.separatorChar == '\\';

    private final Path root;
    private final @Nullable String onlyName;
    private final Existing existing;
    private final Preserve preserve;
    private final PartDirectory parts;
    private final Set<Path> made = ConcurrentHashMap.newKeySet();
    private final Set<Path> changed = ConcurrentHashMap.newKeySet();

    private SetPlace(Path root, @Nullable String onlyName, Existing existing, Preserve preserve, PartDirectory parts) {
        this.root = root;
        this.onlyName = onlyName;
        this.existing = existing;
        this.preserve = preserve;
        this.parts = parts;
    }

    /**
     * Takes a directory.
     *
     * @param onlyName name of the one file that a set may have, whatever its sender calls it; null: a set has the names that its sender gives
     */
    static SetPlace take(Path directory, @Nullable String onlyName, Existing existing, Preserve preserve)
            throws IOException {
        Path root = directory.toRealPath();
        return new SetPlace(root, onlyName, existing, preserve, PartDirectory.take(root));
    }

    /** For growing files. */
    Path parts() {
        return parts.path();
    }

    /** For people. */
    String text() {
        return (onlyName == null ? root : root.resolve(onlyName)).toString();
    }

    /**
     * Looks whether a set may come here at all.
     *
     * @throws FileTransferException when it is more than the one file that is wanted
     */
    void check(List<SetEntry> entries) throws FileTransferException {
        if (onlyName != null && (entries.size() != 1 || entries.getFirst().directory())) {
            throw new FileTransferException("--output names one file, and the sender sends " + entries.size()
                    + " files and directories; let it name a directory");
        }
    }

    /** Makes the directory of an entry, or leaves the one that is there. */
    void makeDirectory(SetEntry entry) throws IOException {
        makeDirectories(EntryName.components(checked(entry.name())));
    }

    /**
     * What is in the place of a file.
     *
     * @return whether it is there already, with the same content
     * @throws FileTransferException when nothing may be put there
     */
    boolean hasAlready(SetEntry entry) throws IOException {
        Path place = place(entry);
        BasicFileAttributes found = attributes(place);
        if (found == null) {
            return false;
        }
        if (!found.isRegularFile()) {
            throw new FileTransferException("a " + (found.isDirectory() ? "directory"
                    : found.isSymbolicLink() ? "symbolic link" : "special file") + " is in its place");
        }
        if (found.size() == entry.size() && FileDigest.ofFile(place).equals(entry.sha256())) {
            if (existing == Existing.REPLACE) {
                preserve.apply(entry, place);
            }
            // Whoever has put it there may not have: what is confirmed survives a loss of power.
            force(place);
            changed.add(Objects.requireNonNull(place.getParent()));
            return true;
        }
        if (existing == Existing.REFUSE) {
            throw new FileTransferException(
                    "a file with other content is in its place (--existing replace replaces it)");
        }
        return false;
    }

    /** Gives a whole and verified file its name, on the disk but for the directory's own entry, which {@link #force} is for. */
    void place(PartFile part, SetEntry entry) throws IOException {
        Path place = place(entry);
        part.awaitSteps(); // they open it for writing, which its new mode may forbid
        preserve.apply(entry, part.path());
        part.finish();
        if (hasAlready(entry)) {
            part.discard();
            return;
        }
        // Before it has two names: one that is killed between them must not go on writing into a file that has been handed over.
        part.forget();
        if (existing == Existing.REPLACE) {
            Files.move(part.path(), place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            moveToFree(part.path(), place);
        }
        changed.add(Objects.requireNonNull(place.getParent()));
    }

    /** A link fails when the name is taken, whoever took it a moment ago; a move would replace. */
    private static void moveToFree(Path part, Path place) throws IOException {
        try {
            Files.createLink(place, part);
            Files.delete(part);
        } catch (FileAlreadyExistsException e) {
            throw new FileTransferException("something has just been put in its place", e);
        } catch (FileSystemException | UnsupportedOperationException e) {
            if (!Files.getFileStore(part).equals(Files.getFileStore(Objects.requireNonNull(place.getParent())))) {
                // A move would copy it there, byte by byte under its name.
                throw new FileTransferException(
                        "its directory is on another file system than .track-part, so it cannot get its name in one step",
                        e);
            }
            Files.move(part, place); // a file system without links
        }
    }

    /** All is in its place: gives directories what they are to have, innermost first, and forces their entries to the disk. */
    void finish(List<SetEntry> directories) throws IOException {
        for (SetEntry entry : directories.stream().sorted(Comparator.comparing(SetEntry::name).reversed()).toList()) {
            Path path = place(entry);
            if (existing == Existing.REPLACE || made.contains(path)) {
                preserve.apply(entry, path);
                changed.add(path);
            }
        }
        for (Path directory : changed) {
            force(directory);
        }
        changed.clear();
    }

    private Path place(SetEntry entry) throws IOException {
        if (onlyName != null) {
            return root.resolve(onlyName);
        }
        List<String> components = EntryName.components(checked(entry.name()));
        Path directory = makeDirectories(components.subList(0, components.size() - 1));
        return resolve(directory, components.getLast());
    }

    private static String checked(String name) throws FileTransferException {
        String fault = EntryName.fault(name, WINDOWS);
        if (fault != null) {
            throw new FileTransferException("its name " + fault);
        }
        return name;
    }

    private Path makeDirectories(List<String> components) throws IOException {
        Path path = root;
        for (String component : components) {
            path = resolve(path, component);
            BasicFileAttributes found = attributes(path);
            // Also of one that is there: a run that was killed may have made it.
            changed.add(Objects.requireNonNull(path.getParent()));
            if (found == null) {
                Files.createDirectory(path);
                made.add(path);
            } else if (!found.isDirectory()) {
                throw new FileTransferException(
                        path + " is " + (found.isSymbolicLink() ? "a symbolic link, which is not followed"
                                : "no directory"));
            }
        }
        return path;
    }

    private static Path resolve(Path directory, String component) throws FileTransferException {
        try {
            Path path = directory.resolve(component);
            if (directory.equals(path.getParent())) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new FileTransferException("its name cannot be written here: " + e.getReason(), e);
        }
        throw new FileTransferException("its name leads elsewhere");
    }

    private static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Makes a file, or names in a directory, durable. Windows opens neither directories nor, for that, what is only read: it does so in its own time. */
    private static void force(Path path) throws IOException {
        if (WINDOWS) {
            return;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        parts.close();
    }
}
