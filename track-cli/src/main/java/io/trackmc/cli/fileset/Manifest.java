package io.trackmc.cli.fileset;

import io.trackmc.cli.file.FileDigest;
import io.trackmc.cli.file.FileTransferException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a set while they come: whole when all are there and their digest is the announced one. Memory grows with what came, not with what was announced. One thread.
 */
final class Manifest {

    /** Directories that may be missing in a list. */
    private static final int MOST_UNLISTED = EntryName.MAX_DEPTH;

    private final SetMessages.Announced set;
    private final List<SetEntry> entries = new ArrayList<>();
    private final MessageDigest digest = FileDigest.create();
    private long entryBytes;
    private boolean whole;

    /** Nothing came yet but the announcement. */
    Manifest(SetMessages.Announced set) throws FileTransferException {
        this.set = set;
        completeIfThere();
    }

    SetMessages.Announced set() {
        return set;
    }

    /**
     * Takes a message of entries; one that does not go on where the last one ended is left alone, for another round of them follows.
     *
     * @throws FileTransferException when the entries cannot be those of the set
     */
    void take(byte[] message, int offset, int length) throws FileTransferException {
        if (whole || SetMessages.firstEntry(message, offset, length) != entries.size()) {
            return;
        }
        List<SetEntry> more = SetMessages.entries(message, offset, length, set.chunkBytes());
        entryBytes += length;
        if (more.size() > set.entries() - entries.size() || entryBytes > SetMessages.MAX_ENTRY_BYTES) {
            throw new FileTransferException("the sender announced " + set.entries()
                    + " files and directories, and lists more, or names them by more than "
                    + SetMessages.MAX_ENTRY_BYTES + " bytes");
        }
        digest.update(message, offset + SetMessages.ENTRIES_HEADER, length - SetMessages.ENTRIES_HEADER);
        entries.addAll(more);
        completeIfThere();
    }

    private void completeIfThere() throws FileTransferException {
        if (entries.size() < set.entries()) {
            return;
        }
        String actual = FileDigest.hex(digest.digest());
        if (!actual.equals(set.sha256()) || bytes() != set.bytes()) {
            throw new FileTransferException("the sender's list of files is not the one that it announced: SHA-256 "
                    + actual + ", announced " + set.sha256());
        }
        String twice = contradiction();
        if (twice != null) {
            throw new FileTransferException("the sender lists " + EntryName.shown(twice)
                    + " twice, or as a file with something in it");
        }
        if (unlistedDirectories() > MOST_UNLISTED) {
            throw new FileTransferException("the sender lists files in more than " + MOST_UNLISTED
                    + " directories that it does not list");
        }
        whole = true;
    }

    private long bytes() {
        long bytes = 0;
        for (SetEntry entry : entries) {
            bytes += entry.size();
            if (bytes < 0) {
                return -1;
            }
        }
        return bytes;
    }

    /** A name that stands for two things. */
    private @Nullable String contradiction() {
        Set<String> names = new HashSet<>();
        Set<String> files = new HashSet<>();
        for (SetEntry entry : entries) {
            if (!names.add(entry.name())) {
                return entry.name();
            }
            if (!entry.directory()) {
                files.add(entry.name());
            }
        }
        return entries.stream().flatMap(entry -> EntryName.parents(entry.name()).stream()).filter(files::contains)
                .findFirst().orElse(null);
    }

    /** Directories that names lie in and that are not listed, at most a few more than may be. A sender lists each; a short list must not make many. */
    private int unlistedDirectories() {
        Set<String> listed = new HashSet<>();
        entries.stream().filter(SetEntry::directory).forEach(entry -> listed.add(entry.name()));
        Set<String> unlisted = new HashSet<>();
        for (SetEntry entry : entries) {
            if (unlisted.size() > MOST_UNLISTED) {
                break;
            }
            EntryName.parents(entry.name()).stream().filter(parent -> !listed.contains(parent)).forEach(unlisted::add);
        }
        return unlisted.size();
    }

    /** Whether all entries are there. */
    boolean isWhole() {
        return whole;
    }

    /** Those that came, in order. */
    List<SetEntry> entries() {
        return entries;
    }
}
