package io.trackmc.cli.fileset;

import io.trackmc.cli.file.FileDigest;
import io.trackmc.cli.file.FileTransferException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a set goes: below one directory and nowhere else. Each component of a name is looked at on the disk before it is gone through; a symbolic link is never followed. Who else may write in
 * the directory is trusted: between a look and what follows, nothing can be held fast. One thread, but for {@link #place}, which several may call for different files once {@link #hasAlready} was asked for
 * each.
 */
final class SetPlace implements Closeable {

    private final Path root;
    private final @Nullable String onlyName;
    private final Existing existing;
    private final Preserve preserve;
    private final PartDirectory parts;
    private final UsualModes usual;
    private final Claims claims = new Claims();
    private final SetDirectories directories;

    private SetPlace(Path root, @Nullable String onlyName, Existing existing, Preserve preserve, PartDirectory parts,
            UsualModes usual, MadeDirectories made) {
        this.root = root;
        this.onlyName = onlyName;
        this.existing = existing;
        this.preserve = preserve;
        this.parts = parts;
        this.usual = usual;
        this.directories = new SetDirectories(root, existing, preserve, usual, made, claims);
    }

    /**
     * Takes a directory.
     *
     * @param onlyName name of the one file that a set may have, whatever its sender calls it; null: a set has the names that its sender gives
     */
    static SetPlace take(Path directory, @Nullable String onlyName, Existing existing, Preserve preserve)
            throws IOException {
        Path root = directory.toRealPath();
        PartDirectory parts = PartDirectory.take(root);
        try {
            return new SetPlace(root, onlyName, existing, preserve, parts, UsualModes.in(parts.path()),
                    MadeDirectories.in(parts.path()));
        } catch (IOException e) {
            try (parts) {
                throw e;
            }
        }
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

    /** Makes the directory of an entry, for its owner alone until all is in it, or leaves the one that is there. */
    void makeDirectory(SetEntry entry) throws IOException {
        directories.make(EntryName.components(SetDirectories.checked(entry.name())));
    }

    /** All directories were made: what is known of them survives a loss of power. */
    void directoriesMade() throws IOException {
        directories.allMade();
    }

    /**
     * What is in the place of a file.
     *
     * @return whether it is there already, with the same content
     * @throws FileTransferException when nothing may be put there, or another file of the set is there
     */
    boolean hasAlready(SetEntry entry) throws IOException {
        Path place = place(entry);
        BasicFileAttributes found = SetDirectories.attributes(place);
        if (found == null) {
            return false;
        }
        if (!found.isRegularFile()) {
            throw new FileTransferException("a " + (found.isDirectory() ? "directory"
                    : found.isSymbolicLink() ? "symbolic link" : "special file") + " is in its place");
        }
        claims.requireFree(place, found);
        if (found.size() == entry.size() && FileDigest.ofFile(place).equals(entry.sha256())) {
            if (existing == Existing.REPLACE) {
                preserve.apply(entry, place);
            }
            // Whoever has put it there may not have: what is confirmed survives a loss of power.
            SetDirectories.force(place);
            directories.changed(parent(place));
            claims.claim(place, found);
            return true;
        }
        if (existing == Existing.REFUSE) {
            throw new FileTransferException(
                    "a file with other content is in its place (--existing replace replaces it)");
        }
        return false;
    }

    /** Gives a whole and verified file its name, on the disk but for the directory's own entry, which {@link #finish} is for. */
    void place(PartFile part, SetEntry entry) throws IOException {
        Path place = place(entry);
        part.awaitSteps(); // they open it for writing, which its new mode may forbid
        preserve.finish(entry, part.path(), usual.file());
        part.finish();
        if (hasAlready(entry)) {
            part.discard();
            return;
        }
        // Before it has two names: one that is killed between them must not go on writing into a file that has been handed over.
        part.forget();
        move(part.path(), place);
        directories.changed(parent(place));
    }

    /** One after the other: of two names that the disk takes for one, the second sees what the first has put there. */
    private void move(Path part, Path place) throws IOException {
        synchronized (claims) {
            BasicFileAttributes found = SetDirectories.attributes(place);
            if (found != null) {
                claims.requireFree(place, found);
            }
            if (existing == Existing.REPLACE) {
                Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                moveToFree(part, place);
            }
            claims.claim(place, Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        }
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

    /** Nothing more comes: gives directories what they are to have, and forces their entries to the disk. */
    void finish(List<SetEntry> entries) throws IOException {
        directories.finish(onlyName == null ? entries : List.of());
    }

    private static Path parent(Path place) {
        return Objects.requireNonNull(place.getParent());
    }

    private Path place(SetEntry entry) throws IOException {
        if (onlyName != null) {
            return root.resolve(onlyName);
        }
        List<String> components = EntryName.components(SetDirectories.checked(entry.name()));
        Path directory = directories.make(components.subList(0, components.size() - 1));
        return SetDirectories.resolve(directory, components.getLast());
    }

    @Override
    public void close() throws IOException {
        try (parts) {
            directories.close();
        }
    }
}
