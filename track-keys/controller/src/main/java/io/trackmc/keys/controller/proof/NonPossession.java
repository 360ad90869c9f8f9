package io.trackmc.keys.controller.proof;

import io.trackmc.keys.controller.log.LogException;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.pki.VerificationKey;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.proto.protect.KeyLayer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;

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
     * @param at when it was made
     * @param transport whose log the first was
     * @param content whose log the second was
     */
    public record Statement(String node, String operator, int epochs, int keys, Instant at, LogOwner transport,
            LogOwner content) {

        /** Whether the authority chains to one of these. */
        public boolean isAnchored(LogOwner owner, List<NodeCertificate> anchors) {
            return anchors.stream().anyMatch(anchor -> owner.chainsTo(anchor, at));
        }

        /** Whether one of the authorities chains to it. */
        public boolean uses(NodeCertificate anchor) {
            return transport.chainsTo(anchor, at) || content.chainsTo(anchor, at);
        }
    }

    /**
     * Proves it and writes the statement.
     *
     * @param transport log of the transport controller, or the part of it that it gave away
     * @param content log of the content authority, or the part of it that it gave away
     * @param node name
     * @param signers keys of one or both authorities
     * @param out file of the statement
     * @throws ProofException when it does not hold; nothing is written then
     */
    public static Statement prove(
            Path transport, Path content, String node, List<KeyPair> signers, Instant now, Path out) {
        GivenLog transportLog = LogExtract.newest(KeyLayer.TRANSPORT, transport);
        GivenLog contentLog = LogExtract.newest(KeyLayer.CONTENT, content);
        ProofCheck check = ProofCheck.of(transportLog, contentLog, node, now);
        byte[] header = new StatementHeader(now.toEpochMilli(), node, check.operator(), check.epochs(),
                transportLog.head(), check.transportBytes(), contentLog.head(), check.contentBytes()).line();
        byte[] signatures = StatementSignatures.sign(header, signers).line();
        StatementSignatures.read(signatures, header, keysOf(check));
        write(out, header, transportLog, contentLog, signatures);
        return statement(node, check, now);
    }

    /**
     * Checks a statement.
     *
     * @throws ProofException when it does not hold
     */
    public static Statement verify(Path file) {
        byte[] line = new LogLines(file, 0, 1).first();
        StatementHeader header = StatementHeader.read(line);
        long transportStart = line.length + 1L;
        long contentStart = transportStart + header.transportBytes();
        GivenLog transport = new GivenLog(KeyLayer.TRANSPORT,
                new LogLines(file, transportStart, header.transport().size()), header.transport());
        GivenLog content = new GivenLog(KeyLayer.CONTENT,
                new LogLines(file, contentStart, header.content().size()), header.content());
        Instant at = Instant.ofEpochMilli(header.at());
        ProofCheck check = ProofCheck.of(transport, content, header.node(), at);
        if (!check.operator().equals(header.operator()) || check.epochs() != header.epochs()
                || check.transportBytes() != header.transportBytes()
                || check.contentBytes() != header.contentBytes()) {
            throw new ProofException("the statement says something else of " + header.node() + " than its logs");
        }
        checkEnd(file, contentStart + header.contentBytes(), line, check);
        return statement(header.node(), check, at);
    }

    private static void checkEnd(Path file, long offset, byte[] header, ProofCheck check) {
        byte[] last = new LogLines(file, offset, 1).first();
        StatementSignatures.read(last, header, keysOf(check));
        try {
            if (Files.size(file) != offset + last.length + 1) {
                throw new ProofException("something follows the signatures");
            }
        } catch (IOException e) {
            throw new LogException(file + ": cannot be read: " + SecureFiles.reason(e), e);
        }
    }

    private static List<VerificationKey> keysOf(ProofCheck check) {
        return List.of(check.transport().key(), check.content().key());
    }

    private static Statement statement(String node, ProofCheck check, Instant at) {
        return new Statement(node, check.operator(), check.epochs(), check.keys(), at, check.transport(),
                check.content());
    }

    /** Under another name first, so that no half of a statement ever has its own. */
    private static void write(Path out, byte[] header, GivenLog transport, GivenLog content, byte[] signatures) {
        Path temporary = out.resolveSibling(out.getFileName() + ".tmp");
        try {
            try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(temporary))) {
                writeLine(out, to, header);
                for (GivenLog log : List.of(transport, content)) {
                    log.lines().read(line -> {
                        writeLine(out, to, line);
                        return true;
                    });
                }
                writeLine(out, to, signatures);
            }
            Files.move(temporary, out, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unwritable(out, e);
        }
    }

    private static LogException unwritable(Path out, IOException cause) {
        return new LogException(out + ": cannot be written: " + SecureFiles.reason(cause), cause);
    }

    private static void writeLine(Path out, OutputStream to, byte[] line) {
        try {
            to.write(line);
            to.write('\n');
        } catch (IOException e) {
            throw unwritable(out, e);
        }
    }
}
