package io.trackmc.keys.controller.proof;

import io.trackmc.keys.controller.log.AuditLog;
import io.trackmc.keys.controller.log.LogChain;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.log.LogException;
import io.trackmc.keys.controller.log.LogFiles;
import io.trackmc.keys.controller.log.LogHead;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.VerificationKey;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * How the two authorities sign each other's logs. One signs its head; the other reads the log, checks that it goes on from all it had
 * countersigned before, countersigns, and writes down in its own log that it did; the first writes down the countersignature. After that
 * neither can take anything back.
 */
public final class HeadExchange {

    private HeadExchange() {}

    /** The whole of it, where both authorities are at hand. */
    public static void both(Path transportFile, AuditLog transport, KeyPair transportKeys, Path contentFile,
            AuditLog content, KeyPair contentKeys, long gid) {
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
     * Countersigns the newest head of another authority's log, and writes that down.
     *
     * @param theirs the other authority's log, as a file; it is read and checked from the beginning
     * @param ownFile file of one's own log
     * @param own one's own log
     * @param keys one's own
     * @return what the other authority has to write down
     * @throws ProofException when the log is altered, not signed, or does not go on from what was countersigned before
     */
    public static LogEntry.Countersignature countersign(
            KeyLayer theirLayer, Path theirs, Path ownFile, AuditLog own, KeyPair keys) {
        LogOwner owner = new GivenLog(theirLayer, new LogLines(theirs, 0, 1), new CountersignedHead(1, "", "", ""))
                .owner();
        LogEntry.Head newest = newestHead(owner, theirs, seenBefore(ownFile, owner.key()));
        LogHead head = new LogHead(theirLayer, Long.parseUnsignedLong(owner.gid(), 16), newest.size(), newest.root());
        String signature = head.countersign(owner.key(), keys);
        own.append(new LogEntry.Countersigned(owner.key().hex(), newest.size(), newest.root(), signature));
        return new LogEntry.Countersignature(keys.verificationKey().hex(), newest.size(), newest.root(), signature);
    }

    private static Map<Long, String> seenBefore(Path ownFile, VerificationKey key) {
        Map<Long, String> seen = new HashMap<>();
        LogFiles.read(ownFile, (record, _) -> {
            if (record.entry() instanceof LogEntry.Countersigned e && e.key().equals(key.hex())) {
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
}
