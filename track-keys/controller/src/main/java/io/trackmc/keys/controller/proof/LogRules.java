package io.trackmc.keys.controller.proof;

import io.trackmc.keys.controller.log.KeyEdge;
import io.trackmc.keys.controller.log.KeyName;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.log.LogRecord;
import io.trackmc.proto.protect.KeyLayer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one log must keep to beside its chain, or nothing can be concluded from it: keys go only to members that an entry before has
 * admitted with that certificate, because of others nobody can say who they are; and they are of the authority's own layer, because it has no others.
 *
 * <p>Memory grows with the members, by a number each.
 */
final class LogRules {

    private static final int WORD_DIGITS = 16;

    private final KeyLayer layer;
    private final Set<Long> admitted = new HashSet<>();
    private @Nullable ProofException first;

    LogRules(KeyLayer layer) {
        this.layer = layer;
    }

    void accept(LogRecord record) {
        long entry = record.number();
        switch (record.entry()) {
            case LogEntry.MemberAdmitted e -> {
                admitted.add(mark(e.id(), e.certificate()));
                checkNames(entry, e.leaves());
            }
            case LogEntry.Release e -> {
                if (!admitted.contains(mark(e.to(), e.certificate()))) {
                    fault(entry, "released keys to id " + e.to()
                            + ", which no entry before it admits with that certificate");
                }
                checkNames(entry, e.keys());
            }
            case LogEntry.Rekey e -> {
                checkEdges(entry, e.wraps());
                checkEdges(entry, e.derives());
            }
            case LogEntry.Wraps e -> {
                checkEdges(entry, e.wraps());
                checkEdges(entry, e.derives());
            }
            default -> {
                // says nothing of keys
            }
        }
    }

    /** The first entry that breaks a rule; null when none does. */
    @Nullable
    ProofException firstFault() {
        return first;
    }

    private void checkEdges(long entry, List<KeyEdge> edges) {
        for (KeyEdge edge : edges) {
            checkName(entry, edge.from());
            checkName(entry, edge.gives());
        }
    }

    private void checkNames(long entry, List<String> names) {
        names.forEach(name -> checkName(entry, name));
    }

    private void checkName(long entry, String name) {
        if (KeyName.isContent(name) != (layer == KeyLayer.CONTENT)) {
            fault(entry, "names " + name + ", which this authority cannot have");
        }
    }

    private void fault(long entry, String text) {
        if (first == null) {
            first = ProofException.at(layer, entry, text);
        }
    }

    /** 64 bits do: two pairs that share them are no accident but the work of an authority, which could as well admit whom it likes. */
    private static long mark(long id, String certificate) {
        long mark = id;
        for (int from = 0; from < certificate.length(); from += WORD_DIGITS) {
            mark = mark * 0xd6e8feb86659fd93L + Long.parseUnsignedLong(certificate, from, from + WORD_DIGITS, 16);
        }
        return mark;
    }
}
