package io.trackmc.keys.controller.proof;

import io.trackmc.keys.controller.log.AuditLog;
import io.trackmc.keys.controller.log.LogChain;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.log.LogException;
import io.trackmc.keys.controller.log.LogFiles;
import io.trackmc.keys.controller.log.LogHead;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the two authorities sign each other's logs. One signs its head; the other reads the log, checks that it goes on from all it had
 * countersigned before, countersigns, and writes down in its own log that it did; the first writes down the countersignature. After that
 * neither can take anything back.
 */
public final class HeadExchange {

    private HeadExchange() {}

    /**
     * The whole of it, where both authorities are at hand.
     *
     * @throws ProofException when a key is not that of a log's owner, and nothing was written then, or as {@link #countersign}
     */
    public static void both(Path transportFile, AuditLog transport, KeyPair transportKeys, Path contentFile,
            AuditLog content, KeyPair contentKeys, long gid) {
        requireOwner(KeyLayer.TRANSPORT, transportFile, transportKeys);
        requireOwner(KeyLayer.CONTENT, contentFile, contentKeys);
        sign(KeyLayer.TRANSPORT, gid, transport, transportKeys);
        transport.append(countersign(KeyLayer.TRANSPORT, transportFile, contentFile, content, contentKeys));
        sign(KeyLayer.CONTENT, gid, content, contentKeys);
        content.append(countersign(KeyLayer.CONTENT, contentFile, transportFile, transport, transportKeys));
    }

    /**
     * Signs the log as it is, and writes that down.
     *
     * @param keys of the log's authority
     */
    public static LogEntry.Head sign(KeyLayer layer, long gid, AuditLog log, KeyPair keys) {
        LogHead head = new LogHead(layer, gid, log.size(), HexFormat.of().formatHex(log.root()));
        LogEntry.Head entry = new LogEntry.Head(head.size(), head.root(), head.sign(keys));
        log.append(entry);
        return entry;
    }

    /**
     * Countersigns the newest head of another authority's log, and writes that down. The first time says which authority that is: its key and its
     * group, and no other is countersigned afterwards.
     *
     * @param theirs the other authority's log, as a file; it is read and checked from the beginning
     * @param ownFile file of one's own log
     * @param own one's own log
     * @param keys one's own
     * @return what the other authority has to write down
     * @throws ProofException when the log is altered, not signed, another authority's, or does not go on from what was countersigned before
     */
    public static LogEntry.Countersignature countersign(
            KeyLayer theirLayer, Path theirs, Path ownFile, AuditLog own, KeyPair keys) {
        LogOwner owner = GivenLog.ownerOf(theirLayer, theirs);
        checkGroup(owner, GivenLog.ownerOf(other(theirLayer), ownFile));
        LogEntry.Head newest = newestHead(owner, theirs, seenBefore(ownFile, owner));
        LogHead head = new LogHead(theirLayer, Long.parseUnsignedLong(owner.gid(), 16), newest.size(), newest.root());
        String signature = head.countersign(owner.key(), keys);
        own.append(new LogEntry.Countersigned(owner.key().hex(), newest.size(), newest.root(), signature));
        return new LogEntry.Countersignature(keys.verificationKey().hex(), newest.size(), newest.root(), signature);
    }

    /**
     * Whose log a file holds, by its first entry.
     *
     * @throws ProofException when it is not the log of that layer
     */
    public static LogOwner ownerOf(KeyLayer layer, Path file) {
        return GivenLog.ownerOf(layer, file);
    }

    /**
     * Writes the log up to and with its newest head to another file, for the other authority.
     *
     * @return how many entries; 0 when the log has no head, and nothing is written
     */
    public static long extract(Path file, Path out) {
        long[] newest = new long[1];
        LogFiles.read(file, (record, _) -> {
            if (record.entry() instanceof LogEntry.Head) {
                newest[0] = record.number();
            }
            return true;
        });
        if (newest[0] > 0) {
            StatementFile.write(out, List.of(new LogLines(file, 0, newest[0])));
        }
        return newest[0];
    }

    /**
     * Writes down the newest countersignature of one's own log that another authority's log tells of, unless it is there already.
     *
     * @param theirs the other authority's log, as a file
     * @param ownFile file of one's own log
     * @param own one's own log
     * @return entries of one's own log that the other one has now signed; 0 when its log tells of none
     * @throws ProofException when it is another authority's, or has signed what this log never was
     */
    public static long accept(KeyLayer theirLayer, Path theirs, Path ownFile, AuditLog own) {
        LogOwner owner = GivenLog.ownerOf(theirLayer, theirs);
        LogOwner self = GivenLog.ownerOf(other(theirLayer), ownFile);
        checkGroup(owner, self);
        OwnHeads heads = OwnHeads.read(ownFile);
        LogEntry.Countersigned[] newest = new LogEntry.Countersigned[1];
        LogFiles.read(theirs, (record, _) -> {
            if (record.entry() instanceof LogEntry.Countersigned e) {
                LogHead head = new LogHead(self.layer(), Long.parseUnsignedLong(self.gid(), 16), e.size(), e.root());
                if (!e.key().equals(self.key().hex()) || !e.root().equals(heads.roots().get(e.size()))
                        || !head.isCountersigned(self.key(), owner.key(), e.signature())) {
                    throw ProofException.at(theirLayer, record.number(), "has countersigned what this log never was");
                }
                newest[0] = e;
            }
            return true;
        });
        if (newest[0] == null) {
            return 0;
        }
        if (!heads.countersigned().contains(newest[0].size())) {
            own.append(new LogEntry.Countersignature(owner.key().hex(), newest[0].size(), newest[0].root(),
                    newest[0].signature()));
        }
        return newest[0].size();
    }

    /** Heads of one's own log by size, and sizes of those that were countersigned. */
    private record OwnHeads(Map<Long, String> roots, Set<Long> countersigned) {

        static OwnHeads read(Path file) {
            OwnHeads heads = new OwnHeads(new HashMap<>(), new HashSet<>());
            LogFiles.read(file, (record, _) -> {
                if (record.entry() instanceof LogEntry.Head e) {
                    heads.roots().put(e.size(), e.root());
                } else if (record.entry() instanceof LogEntry.Countersignature e) {
                    heads.countersigned().add(e.size());
                }
                return true;
            });
            return heads;
        }
    }

    private static void requireOwner(KeyLayer layer, Path file, KeyPair keys) {
        if (!GivenLog.ownerOf(layer, file).key().equals(keys.verificationKey())) {
            throw ProofException.at(layer, 1, "the log is of another key than its authority has now");
        }
    }

    private static void checkGroup(LogOwner theirs, LogOwner own) {
        if (!theirs.gid().equals(own.gid())) {
            throw ProofException.at(theirs.layer(), 1, "is the log of another group");
        }
    }

    private static Map<Long, String> seenBefore(Path ownFile, LogOwner owner) {
        Map<Long, String> seen = new HashMap<>();
        LogFiles.read(ownFile, (record, _) -> {
            if (record.entry() instanceof LogEntry.Countersigned e) {
                if (!e.key().equals(owner.key().hex())) {
                    throw ProofException.at(owner.layer(), 1, "is the log of another authority than that which entry "
                            + record.number() + " of the own log has countersigned");
                }
                seen.put(e.size(), e.root());
            }
            return true;
        });
        return seen;
    }

    /** Of a log that goes on from what was seen of it. */
    private static LogEntry.Head newestHead(LogOwner owner, Path file, Map<Long, String> seen) {
        LogEntry.Head[] newest = new LogEntry.Head[1];
        LogChain chain = new LogChain(file.toString());
        LogFiles.read(file, (record, line) -> {
            chain.accept(line, line.length);
            if (record.entry() instanceof LogEntry.Head head) {
                checkHead(owner, chain, head);
                newest[0] = head;
            }
            String root = seen.remove(record.number());
            if (root != null && !root.equals(HexFormat.of().formatHex(chain.root()))) {
                throw ProofException.at(owner.layer(), record.number(), "was another when it was countersigned");
            }
            return true;
        });
        if (!seen.isEmpty()) {
            throw new ProofException("the " + ProofException.name(owner.layer()) + " log has " + chain.size()
                    + " entries, and had " + seen.keySet().stream().max(Long::compare).orElseThrow()
                    + " when it was countersigned");
        }
        if (newest[0] == null) {
            throw new LogException(file + ": holds no head to countersign");
        }
        return newest[0];
    }

    private static void checkHead(LogOwner owner, LogChain chain, LogEntry.Head entry) {
        LogHead head = new LogHead(owner.layer(), Long.parseUnsignedLong(owner.gid(), 16), entry.size(), entry.root());
        if (entry.size() != chain.size() - 1 || !entry.root().equals(HexFormat.of().formatHex(chain.rootBeforeLast()))
                || !head.isSigned(owner.key(), entry.signature())) {
            throw ProofException.at(owner.layer(), chain.size(), "a head that is not that of the entries before it");
        }
    }

    private static KeyLayer other(KeyLayer layer) {
        return layer == KeyLayer.TRANSPORT ? KeyLayer.CONTENT : KeyLayer.TRANSPORT;
    }
}
