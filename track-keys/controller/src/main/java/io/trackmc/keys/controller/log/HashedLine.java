package io.trackmc.keys.controller.log;

import java.util.ArrayList;
import java.util.List;

/** A line of a log with all that can be found out about it without the lines before: what it says, and its hashes. Immutable. */
public final class HashedLine {

    private final LogLine.Parsed parsed;
    private final byte[] plain;
    private final byte[] leaf;

    private HashedLine(LogLine.Parsed parsed, byte[] plain, byte[] leaf) {
        this.parsed = parsed;
        this.plain = plain;
        this.leaf = leaf;
    }

    /** Of some lines without line feeds, in their order. Any thread. */
    public static List<HashedLine> of(List<byte[]> lines) {
        Merkle hashes = new Merkle();
        List<HashedLine> hashed = new ArrayList<>(lines.size());
        for (byte[] line : lines) {
            hashed.add(new HashedLine(LogLine.parse(line, line.length), hashes.plain(line, line.length),
                    hashes.leaf(line, line.length)));
        }
        return hashed;
    }

    LogLine.Parsed parsed() {
        return parsed;
    }

    byte[] plain() {
        return plain;
    }

    byte[] leaf() {
        return leaf;
    }
}
