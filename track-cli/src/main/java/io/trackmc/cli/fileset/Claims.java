package io.trackmc.cli.fileset;

import io.trackmc.cli.file.FileTransferException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which files and directories on the disk stand for names of one set. A file system may take two names for one, because letters of either case or two forms of an accent are the same to it; the
 * disk is asked and no rule: what stands for another name of the set already is not put there a second time. Hard links are two names truly, and both are listed. Any thread.
 */
final class Claims {

    private final Map<Object, Path> byFile = new HashMap<>();

    /**
     * Looks whether what is in a place stands for another name of the set.
     *
     * @param found attributes of what is there
     * @throws FileTransferException when it does
     */
    synchronized void requireFree(Path place, BasicFileAttributes found) throws IOException {
        Object key = key(place, found);
        Path first = byFile.get(key);
        if (first != null && !isSameText(first, place) && isStill(first, key)
                && !(isListed(first) && isListed(place))) {
            throw new FileTransferException("its name is one with that of " + EntryName.shown(first.toString())
                    + " on this disk, which the same set has");
        }
    }

    /** What is in a place stands for its name from now on. */
    synchronized void claim(Path place, BasicFileAttributes found) throws IOException {
        byFile.put(key(place, found), place);
    }

    /** By its text: where names are folded, paths may be equal that are not the same names. */
    private static boolean isSameText(Path a, Path b) {
        return a.toString().equals(b.toString());
    }

    /** Whether it is there still: the number of a file that is gone may be another's. */
    private static boolean isStill(Path path, Object key) throws IOException {
        try {
            return key.equals(
                    key(path, Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Where the system gives files no keys, the name that the disk has for it. */
    private static Object key(Path path, BasicFileAttributes found) throws IOException {
        @Nullable Object key = found.fileKey();
        return key != null ? key : path.toRealPath(LinkOption.NOFOLLOW_LINKS).toString();
    }

    /** Whether a directory has this very name. */
    private static boolean isListed(Path path) throws IOException {
        String name = Objects.requireNonNull(path.getFileName()).toString();
        try (DirectoryStream<Path> same = Files.newDirectoryStream(Objects.requireNonNull(path.getParent()),
                each -> String.valueOf(each.getFileName()).equals(name))) {
            return same.iterator().hasNext();
        }
    }
}
