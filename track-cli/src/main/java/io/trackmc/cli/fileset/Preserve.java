package io.trackmc.cli.fileset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What of the sender's permission bits and times is kept. Never more than the nine bits: nothing runs as somebody else because a sender says so. */
public enum Preserve {
    /** Nothing: as of a file that is made here now. */
    NONE,
    /** Times, and the bits that a file made here may have: who may not read such a file may not read, write or run this one. */
    SAFE,
    /** Times and all nine bits. */
    ALL;

    private static final PosixFilePermission[] BITS = PosixFilePermission.values(); // owner's read first

    /** Reads its word. */
    public static final class Converter implements ITypeConverter<Preserve> {
        @Override
        public Preserve convert(String value) {
            return switch (value) {
                case "none" -> NONE;
                case "safe" -> SAFE;
                case "all" -> ALL;
                default -> throw new TypeConversionException("found \"" + value + "\", allowed: none, safe, all");
            };
        }
    }

    /** Bits of a file or directory, {@link SetEntry#NO_MODE} where the system has none. */
    static int mode(Path path) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class,
                LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            return SetEntry.NO_MODE;
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        int mode = 0;
        for (int i = 0; i < BITS.length; i++) {
            mode |= permissions.contains(BITS[i]) ? 1 << (BITS.length - 1 - i) : 0;
        }
        return mode;
    }

    /** Gives a file or directory that was there before, with the bits of any other, those of an entry. */
    void apply(SetEntry entry, Path path) throws IOException {
        if (this != NONE) {
            finish(entry, path, mode(path));
        }
    }

    /**
     * Gives a file or directory that was made here, for its owner alone, what it is to have. The bits come last: who finds them there knows that nothing is missing.
     *
     * @param usual bits of one that anybody makes here now
     */
    void finish(SetEntry entry, Path path, int usual) throws IOException {
        if (this != NONE) {
            BasicFileAttributeView times = Files.getFileAttributeView(path, BasicFileAttributeView.class,
                    LinkOption.NOFOLLOW_LINKS);
            times.setTimes(FileTime.fromMillis(entry.modifiedMs()), null, null);
        }
        setMode(path, bits(entry, usual));
    }

    private int bits(SetEntry entry, int usual) {
        if (this == NONE || entry.mode() == SetEntry.NO_MODE) {
            return usual;
        }
        return this == ALL ? entry.mode() : entry.mode() & allowed(usual);
    }

    /** Sets the nine bits, where the system has such. What else a directory has from the one that it lies in, as its group, stays. */
    static void setMode(Path path, int mode) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class,
                LinkOption.NOFOLLOW_LINKS);
        if (view == null || mode == SetEntry.NO_MODE || mode == mode(path)) {
            return;
        }
        boolean unix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
        if (unix && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            int others = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & ~0777 & 07777;
            Files.setAttribute(path, "unix:mode", others | mode, LinkOption.NOFOLLOW_LINKS);
        } else {
            view.setPermissions(permissions(mode));
        }
    }

    /** What is usual here, and running for those who may read. */
    static int allowed(int usual) {
        return usual | (usual & 0444) >> 2;
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < BITS.length; i++) {
            if ((mode & 1 << (BITS.length - 1 - i)) != 0) {
                permissions.add(BITS[i]);
            }
        }
        return permissions;
    }
}
