package io.trackmc.cli.fileset;

import java.util.List;

/** The one digest by which people and programs know a set. */
final class SetDigest {

    private SetDigest() {}

    /** Of its only file, if it is one and nothing else; else {@code list}, that of all entries. */
    static String of(List<SetEntry> entries, String list) {
        return entries.size() == 1 && !entries.getFirst().directory() ? entries.getFirst().sha256() : list;
    }
}
