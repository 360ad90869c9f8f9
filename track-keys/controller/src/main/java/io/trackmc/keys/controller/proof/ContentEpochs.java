package io.trackmc.keys.controller.proof;

import io.trackmc.keys.controller.log.KeyEdge;
import io.trackmc.keys.controller.log.KeyName;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.log.LogRecord;
import io.trackmc.proto.protect.KeyLayer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The epochs of content: each was declared before its key was given to anybody, and its content was encrypted. */
final class ContentEpochs {

    private final Set<Long> declared = new HashSet<>();

    void accept(LogRecord record) {
        long entry = record.number();
        switch (record.entry()) {
            case LogEntry.Epoch e -> {
                if (!e.protectedContent()) {
                    throw fault(entry, "the content of epoch " + e.epoch() + " was not protected");
                }
                declared.add(e.epoch());
            }
            case LogEntry.Release e -> e.keys().forEach(key -> check(entry, key));
            case LogEntry.Rekey e -> {
                if (!declared.contains(e.epoch())) {
                    throw fault(entry, "brings epoch " + e.epoch() + ", which no entry before it declares");
                }
                check(entry, e.wraps());
                check(entry, e.derives());
            }
            case LogEntry.Wraps e -> {
                check(entry, e.wraps());
                check(entry, e.derives());
            }
            default -> {
                // nothing about epochs
            }
        }
    }

    /** How many there were. */
    int count() {
        return declared.size();
    }

    private void check(long entry, List<KeyEdge> edges) {
        edges.forEach(edge -> {
            check(entry, edge.from());
            check(entry, edge.gives());
        });
    }

    private void check(long entry, String key) {
        if (KeyName.isGroupDataKey(key) && !declared.contains(KeyName.epochOf(key))) {
            throw fault(entry, "names " + key + ", an epoch that no entry before it declares");
        }
    }

    private static ProofException fault(long entry, String text) {
        return ProofException.at(KeyLayer.CONTENT, entry, text);
    }
}
