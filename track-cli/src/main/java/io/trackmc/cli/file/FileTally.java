package io.trackmc.cli.file;

import java.util.List;

/**
 * Files of one session at a receiver.
 *
 * @param files that are in their places
 * @param kept those of them that were there already, with the same content
 * @param resumedBytes bytes that were here from a session before
 * @param failed files that cannot be had in this session
 */
public record FileTally(int files, int kept, long resumedBytes, List<Failed> failed) {

    /** Nothing yet. */
    public static final FileTally NONE = new FileTally(0, 0, 0, List.of());

    /**
     * A file that cannot be had.
     *
     * @param name as the sender gave it; nothing to trust
     * @param reason in words
     */
    public record Failed(String name, String reason) {}

    /** Keeps a copy of the list. */
    public FileTally {
        failed = List.copyOf(failed);
    }
}
