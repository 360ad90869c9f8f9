package io.trackmc.keys.controller.proof;

import io.trackmc.keys.controller.log.LogChain;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.log.LogHead;
import io.trackmc.keys.controller.log.LogRecord;
import io.trackmc.proto.protect.KeyLayer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All heads of one log, and what its authority says it has seen of the other's: whether they go together. */
final class HeadHistory {

    private final LogOwner owner;
    private final @Nullable LogOwner other;
    private final Map<Long, String> roots = new HashMap<>();
    private final List<LogRecord> seen = new ArrayList<>();
    private @Nullable String otherKey;

    /**
     * Of a log.
     *
     * @param other the other authority; null when nothing is known of it, so that its signatures cannot be checked
     */
    HeadHistory(LogOwner owner, @Nullable LogOwner other) {
        this.owner = owner;
        this.other = other;
        otherKey = other == null ? null : other.key().hex();
    }

    void accept(LogRecord record, LogChain chain) {
        switch (record.entry()) {
            case LogEntry.Head e -> {
                LogHead head = head(owner, e.size(), e.root());
                if (e.size() != record.number() - 1 || !e.root().equals(hex(chain.rootBeforeLast()))) {
                    throw fault(record, "a head that is not that of the entries before it");
                }
                if (!head.isSigned(owner.key(), e.signature())) {
                    throw fault(record, "a head that the authority did not sign");
                }
                roots.put(e.size(), e.root());
            }
            case LogEntry.Countersignature e -> {
                checkOther(record, e.key());
                boolean known = e.root().equals(roots.get(e.size()));
                if (!known || (other != null && !head(owner, e.size(), e.root()).isCountersigned(owner.key(),
                        other.key(), e.signature()))) {
                    throw fault(record, "a countersignature of no head of this log by the other authority");
                }
            }
            case LogEntry.Countersigned e -> {
                checkOther(record, e.key());
                seen.add(record);
            }
            default -> {
                // no head
            }
        }
    }

    /** The head at which the log ends. */
    void end(LogChain chain, CountersignedHead given) {
        String root = hex(chain.root());
        LogHead head = head(owner, chain.size(), root);
        if (given.size() != chain.size() || !given.root().equals(root)) {
            throw new ProofException("the " + ProofException.name(owner.layer()) + " log does not lead to its head");
        }
        if (!head.isSigned(owner.key(), given.signature())
                || other == null || !head.isCountersigned(owner.key(), other.key(), given.countersignature())) {
            throw new ProofException("the head of the " + ProofException.name(owner.layer())
                    + " log is not signed by both authorities");
        }
        roots.put(chain.size(), root);
    }

    /** What this authority has seen of the other's log must be in it. */
    void checkSeenIn(HeadHistory others, long otherSize) {
        for (LogRecord record : seen) {
            LogEntry.Countersigned e = (LogEntry.Countersigned) record.entry();
            if (e.size() > otherSize) {
                throw fault(record, "has seen " + e.size() + " entries of the other log, of which only " + otherSize
                        + " are there");
            }
            if (!e.root().equals(others.roots.get(e.size()))) {
                throw fault(record, "has seen another log of the other authority than is given");
            }
        }
    }

    /** A log has to do with one other authority, from its first exchange to its end. */
    private void checkOther(LogRecord record, String key) {
        if (otherKey != null && !otherKey.equals(key)) {
            throw fault(record,
                    "has to do with another authority than " + (other == null ? "before" : "the one given"));
        }
        otherKey = key;
    }

    private ProofException fault(LogRecord record, String text) {
        return ProofException.at(owner.layer(), record.number(), text);
    }

    private static LogHead head(LogOwner owner, long size, String root) {
        KeyLayer layer = owner.layer();
        return new LogHead(layer, Long.parseUnsignedLong(owner.gid(), 16), size, root);
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
