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

    /** Gives a file or directory, that was made here with the bits of any other, those of an entry. */
    void apply(SetEntry entry, Path path) throws IOException {
        if (this == NONE) {
            return;
        }
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class,
                LinkOption.NOFOLLOW_LINKS);
        if (view != null && entry.mode() != SetEntry.NO_MODE) {
            int mode = this == ALL ? entry.mode() : entry.mode() & allowed(mode(path));
            view.setPermissions(permissions(mode));
        }
        BasicFileAttributeView times = Files.getFileAttributeView(path, BasicFileAttributeView.class,
                LinkOption.NOFOLLOW_LINKS);
        times.setTimes(FileTime.fromMillis(entry.modifiedMs()), null, null);
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
