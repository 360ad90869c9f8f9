package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.log.KeyEdge;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.tree.AuthorityTree;
import io.trackmc.keys.controller.tree.Rekey;
import io.trackmc.keys.controller.tree.RekeyTerms;
import io.trackmc.keys.controller.tree.RekeyTrace;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyHeader;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** What the log says of a rekey: the same entries whenever the same rekey is made. */
final class LoggedRekey implements RekeyTrace {

    private final List<KeyEdge> wraps = new ArrayList<>();
    private final List<KeyEdge> derives = new ArrayList<>();
    private final List<LogEntry> entries = new ArrayList<>();

    @Override
    public void wraps(String under, String gives) {
        wraps.add(new KeyEdge(under, gives));
    }

    @Override
    public void derives(String from, String gives) {
        derives.add(new KeyEdge(from, gives));
    }

    /** The rekey is made. */
    void finish(Rekey rekey, AuthorityTree tree, RekeyTerms terms) {
        HexFormat hex = HexFormat.of();
        entries.add(new LogEntry.Epoch(tree.epochNumber(), hex.toHexDigits(tree.spi()), true));
        List<KeyEdge> firstWraps = wraps.subList(0, Math.min(wraps.size(), LogEntry.MAX_EDGES / 2));
        List<KeyEdge> firstDerives = derives.subList(0, Math.min(derives.size(), LogEntry.MAX_EDGES / 2));
        entries.add(new LogEntry.Rekey(rekey.sequence(), tree.epochNumber(),
                terms.reason().name().toLowerCase(Locale.ROOT), expelled(rekey.header()),
                hex.formatHex(rekey.headerHash()), firstWraps, firstDerives));
        int wrapped = firstWraps.size();
        int derived = firstDerives.size();
        while (wrapped < wraps.size() || derived < derives.size()) {
            List<KeyEdge> moreWraps = next(wraps, wrapped);
            List<KeyEdge> moreDerives = next(derives, derived);
            entries.add(new LogEntry.Wraps(rekey.sequence(), moreWraps, moreDerives));
            wrapped += moreWraps.size();
            derived += moreDerives.size();
        }
        wraps.clear();
        derives.clear();
    }

    /** In the order in which they stand in the log. */
    List<LogEntry> entries() {
        return entries;
    }

    private static List<KeyEdge> next(List<KeyEdge> edges, int from) {
        return edges.subList(from, Math.min(edges.size(), from + LogEntry.MAX_EDGES / 2));
    }

    private static List<Long> expelled(byte[] header) {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < RekeyHeader.expelledCount(header, InnerHeader.LENGTH); i++) {
            ids.add(Integer.toUnsignedLong(RekeyHeader.expelled(header, InnerHeader.LENGTH, i)));
        }
        return ids;
    }
}
