package io.trackmc.cli.fileset;

import io.trackmc.cli.file.FileTransferException;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The directories of a set below a receiver's own. Each is made for its owner alone: what is in it may be for fewer eyes than it will be itself, and the sender's bits come when all is there. Each component of a name is
 * looked at on the disk before it is gone through, and a symbolic link is never followed. Several threads may ask for different places at once, once each directory is there.
 */
final class SetDirectories implements Closeable {

    private static final boolean WINDOWS = File.separatorChar == '\\';

    private final Path root;
    private final Existing existing;
    private final Preserve preserve;
    private final UsualModes usual;
    private final MadeDirectories made;
    private final Claims claims;
    private final Set<Path> changed = ConcurrentHashMap.newKeySet();

    /**
     * None was made yet.
     *
     * @param root below which they are
     * @param made those of runs before
     * @param claims which name of the set has what on the disk
     */
    SetDirectories(Path root, Existing existing, Preserve preserve, UsualModes usual, MadeDirectories made,
            Claims claims) {
        this.root = root;
        this.existing = existing;
        this.preserve = preserve;
        this.usual = usual;
        this.made = made;
        this.claims = claims;
    }

    /**
     * Makes directories, each in the one before, for their owner alone until all is in them, or leaves those that are there.
     *
     * @return the last one
     * @throws FileTransferException when something else has the name of one, or another directory of the set
     */
    Path make(List<String> components) throws IOException {
        Path path = root;
        StringBuilder name = new StringBuilder();
        for (String component : components) {
            path = resolve(path, component);
            name.append(name.isEmpty() ? "" : "/").append(component);
            // Also of one that is there: a run that was killed may have made it.
            changed.add(Objects.requireNonNull(path.getParent()));
            BasicFileAttributes found = attributes(path);
            if (found == null) {
                found = makeOne(path, name.toString());
            }
            if (!found.isDirectory()) {
                throw new FileTransferException(
                        path + " is " + (found.isSymbolicLink() ? "a symbolic link, which is not followed"
                                : "no directory"));
            }
            claims.requireFree(path, found);
            claims.claim(path, found);
        }
        return path;
    }

    /** One thread at a time: where somebody takes directories away meanwhile, several may miss the same. */
    private synchronized BasicFileAttributes makeOne(Path path, String name) throws IOException {
        BasicFileAttributes found = attributes(path);
        if (found != null) {
            return found;
        }
        made.begin(name);
        try {
            Files.createDirectory(path, UsualModes.ownersDirectory(path));
        } catch (IOException e) {
            made.forget(name);
            throw e;
        }
        made.made(name, path);
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** All were made: what is known of them survives a loss of power. */
    void allMade() throws IOException {
        made.force();
    }

    /** A name in it is new, and not safely on the disk before {@link #finish}. */
    void changed(Path directory) {
        changed.add(directory);
    }

    /**
     * Nothing more comes: gives directories what they are to have, innermost first, and forces their entries to the disk. Those that were there before the set keep their bits, unless they
     * are to be replaced; those in which names lie and that no entry is of get what is usual.
     *
     * @param entries those that are in their places
     */
    void finish(List<SetEntry> entries) throws IOException {
        Map<String, Optional<SetEntry>> directories = new TreeMap<>(Comparator.reverseOrder());
        for (SetEntry entry : entries) {
            EntryName.parents(entry.name()).forEach(name -> directories.putIfAbsent(name, Optional.empty()));
            if (entry.directory()) {
                directories.put(entry.name(), Optional.of(entry));
            }
        }
        for (Map.Entry<String, Optional<SetEntry>> each : directories.entrySet()) {
            finish(each.getKey(), each.getValue().orElse(null));
        }
        for (Path directory : changed) {
            force(directory);
        }
        changed.clear();
        made.settle(directories.keySet());
    }

    private void finish(String name, @Nullable SetEntry entry) throws IOException {
        Path path = make(EntryName.components(checked(name)));
        boolean own = made.isWaiting(name, path);
        if (own && entry == null) {
            Preserve.setMode(path, usual.directory());
        } else if (own && entry != null) {
            preserve.finish(entry, path, usual.directory());
        } else if (entry != null && existing == Existing.REPLACE) {
            preserve.apply(entry, path);
        } else {
            return;
        }
        changed.add(path);
    }

    /** A name of which every component may be. */
    static String checked(String name) throws FileTransferException {
        String fault = EntryName.fault(name, WINDOWS);
        if (fault != null) {
            throw new FileTransferException("its name " + fault);
        }
        return name;
    }

    /** A place right below a directory, and nowhere else. */
    static Path resolve(Path directory, String component) throws FileTransferException {
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

    /** Null when nothing is there. A link is not followed. */
    static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Makes a file, or names in a directory, durable. Windows opens neither directories nor, for that, what is only read: it does so in its own time. */
    static void force(Path path) throws IOException {
        if (WINDOWS) {
            return;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        made.close();
    }
}
