package io.trackmc.keys.controller.proof;

import io.trackmc.keys.controller.log.LogChain;
import io.trackmc.keys.controller.log.LogFiles;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.pki.VerificationKey;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Statements that a node's operator never had what opens content: written from the two authorities' logs, and checked by anybody who has
 * the file.
 *
 * <pre>
 *   line 1                   what is claimed, and the heads of both logs ({@link StatementHeader})
 *   lines of the transport controller's log, as many as its head says
 *   lines of the content authority's log, as many as its head says
 *   last line                signatures of the authorities ({@link StatementSignatures})
 * </pre>
 */
public final class NonPossession {

    private NonPossession() {}

    /**
     * What a statement says that holds.
     *
     * @param node name
     * @param operator who runs it
     * @param epochs of content, none of whose keys the operator has
     * @param keys that the operator has, none of which leads there
     * @param transport whose log the first was
     * @param transportAt time of its last entry
     * @param content whose log the second was
     * @param contentAt time of its last entry
     * @param signers authorities that have signed the statement; it counts when both have
     */
    public record Statement(String node, String operator, int epochs, int keys, LogOwner transport,
            Instant transportAt, LogOwner content, Instant contentAt, Set<KeyLayer> signers) {

        /** Keeps a copy of the signers. */
        public Statement {
            signers = Set.copyOf(signers);
        }

        /** Of what time it speaks: both logs go as far as that. */
        public Instant at() {
            return transportAt.isBefore(contentAt) ? transportAt : contentAt;
        }

        /** Whether the authority chains to one of these. */
        public boolean isAnchored(LogOwner owner, List<NodeCertificate> anchors) {
            return anchors.stream().anyMatch(anchor -> owner.chainsTo(anchor, at()));
        }

        /** Whether both authorities chain to one of these. */
        public boolean isAnchored(List<NodeCertificate> anchors) {
            return isAnchored(transport, anchors) && isAnchored(content, anchors);
        }

        /** Whether one of the authorities chains to it. */
        public boolean uses(NodeCertificate anchor) {
            return transport.chainsTo(anchor, at()) || content.chainsTo(anchor, at());
        }
    }

    /**
     * Proves it and writes the statement.
     *
     * @param transport log of the transport controller, or the part of it that it gave away
     * @param content log of the content authority, or the part of it that it gave away
     * @param node name
     * @param signers keys of one or both authorities; the other one has to {@link #countersign}
     * @param out file of the statement
     * @throws ProofException when it does not hold; nothing is written then
     */
    public static Statement prove(Path transport, Path content, String node, List<KeyPair> signers, Path out) {
        GivenLog transportLog = LogExtract.newest(KeyLayer.TRANSPORT, transport);
        GivenLog contentLog = LogExtract.newest(KeyLayer.CONTENT, content);
        ProofCheck check = ProofCheck.of(transportLog, contentLog, node);
        byte[] header = new StatementHeader(check.at().toEpochMilli(), node, check.operator(), check.epochs(),
                transportLog.head(), check.transportEnd().bytes(), contentLog.head(), check.contentEnd().bytes())
                .line();
        byte[] signatures = StatementSignatures.sign(header, signers).line();
        StatementSignatures read = StatementSignatures.read(signatures, header, keysOf(check));
        StatementFile.write(out, header, List.of(transportLog, contentLog), signatures);
        return statement(node, check, read);
    }

    /**
     * Checks a statement that the other authority has made, and signs it too.
     *
     * @param file of the statement
     * @param layer of whoever signs
     * @param ownLog its log, with which the one in the statement must begin the same way
     * @param keys its own
     * @param out file of the statement with both signatures; may be the same
     * @throws ProofException when it does not hold, or tells of another log
     */
    public static Statement countersign(Path file, KeyLayer layer, Path ownLog, KeyPair keys, Path out) {
        Opened opened = open(file);
        boolean isTransport = layer == KeyLayer.TRANSPORT;
        checkOwn(isTransport ? opened.transport() : opened.content(), ownLog);
        byte[] line = opened.header().line();
        StatementSignatures both = opened.signatures().with(line, keys);
        StatementSignatures read = StatementSignatures.read(both.line(), line, keysOf(opened.check()));
        StatementFile.write(out, line, List.of(opened.transport(), opened.content()), both.line());
        return statement(opened.header().node(), opened.check(), read);
    }

    /**
     * Checks a statement.
     *
     * @throws ProofException when it does not hold, or not both authorities have signed it
     */
    public static Statement verify(Path file) {
        Opened opened = open(file);
        Statement statement = statement(opened.header().node(), opened.check(), opened.signatures());
        for (LogOwner owner : List.of(statement.transport(), statement.content())) {
            if (!statement.signers().contains(owner.layer())) {
                throw new ProofException("the statement is not signed by the " + owner.role().text()
                        + ", and so the other one's word alone");
            }
        }
        return statement;
    }

    /** A statement that holds, whoever has signed it. */
    private record Opened(StatementHeader header, GivenLog transport, GivenLog content, ProofCheck check,
            StatementSignatures signatures) {}

    private static Opened open(Path file) {
        byte[] line = new LogLines(file, 0, 1).first();
        StatementHeader header = StatementHeader.read(line);
        long transportStart = line.length + 1L;
        long contentStart = transportStart + header.transportBytes();
        GivenLog transport = new GivenLog(KeyLayer.TRANSPORT,
                new LogLines(file, transportStart, header.transport().size()), header.transport());
        GivenLog content = new GivenLog(KeyLayer.CONTENT,
                new LogLines(file, contentStart, header.content().size()), header.content());
        ProofCheck check = ProofCheck.of(transport, content, header.node());
        if (!check.operator().equals(header.operator()) || check.epochs() != header.epochs()
                || check.transportEnd().bytes() != header.transportBytes()
                || check.contentEnd().bytes() != header.contentBytes()
                || check.at().toEpochMilli() != header.at()) {
            throw new ProofException("the statement says something else of " + header.node() + " than its logs");
        }
        byte[] last = StatementFile.end(file, contentStart + header.contentBytes());
        return new Opened(header, transport, content, check,
                StatementSignatures.read(last, line, keysOf(check)));
    }

    /** An authority puts its name only under its own log. */
    private static void checkOwn(GivenLog given, Path ownLog) {
        long size = given.head().size();
        LogChain own = LogFiles.read(ownLog, (record, _) -> record.number() < size);
        if (own.size() != size || !HexFormat.of().formatHex(own.root()).equals(given.head().root())) {
            throw new ProofException("the statement does not hold the log of " + ownLog);
        }
    }

    private static List<VerificationKey> keysOf(ProofCheck check) {
        return List.of(check.transport().key(), check.content().key());
    }

    private static Statement statement(String node, ProofCheck check, StatementSignatures signatures) {
        Set<KeyLayer> signers = EnumSet.noneOf(KeyLayer.class);
        for (LogOwner owner : List.of(check.transport(), check.content())) {
            if (signatures.keys().contains(owner.key().hex())) {
                signers.add(owner.layer());
            }
        }
        return new Statement(node, check.operator(), check.epochs(), check.keys(), check.transport(),
                check.transportEnd().at(), check.content(), check.contentEnd().at(), signers);
    }
}
