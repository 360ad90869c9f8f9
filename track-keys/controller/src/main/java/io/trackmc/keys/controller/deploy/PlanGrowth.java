package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.pki.VerificationKey;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.key.Sha256;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A larger plan that is offered to an authority. It is read once: lines that are in force are compared with those, the signature is checked, and only
 * then is anything parsed that was added. So a plan of a hundred thousand nodes costs the authority's thread little more than its bytes, and one
 * that the owner has not signed nothing beyond that.
 */
public final class PlanGrowth {

    /** Most bytes of lines that are added at once. */
    static final int MAX_ADDED = 32 << 20;

    private static final byte LINE_FEED = '\n';

    private final Path kept;
    private final int sameLines;
    private final byte[] head;
    private final List<byte[]> added;
    private final byte[] signature;
    private final String sha256;
    private final GroupPlanFile file;

    private PlanGrowth(Path kept, int sameLines, byte[] head, List<byte[]> added, byte[] signature, String sha256,
            GroupPlanFile file) {
        this.kept = kept;
        this.sameLines = sameLines;
        this.head = head;
        this.added = added;
        this.signature = signature;
        this.sha256 = sha256;
        this.file = file;
    }

    /**
     * Reads one.
     *
     * @param kept file of the plan in force
     * @param present what it holds
     * @return null when nobody was added
     * @throws RefusedPlanException when it cannot be read, is not signed by the owner, or is not the plan in force with receivers added
     * @throws KeyFileException when the plan in force cannot be read
     */
    public static @Nullable PlanGrowth read(Path offered, Path kept, GroupPlanFile present) {
        return SecureFiles.read(kept, _ -> {}, (own, _) -> {
            PlanLines nodes = new PlanLines(kept, own);
            nodes.next();
            try {
                return SecureFiles.read(offered, _ -> {},
                        (in, _) -> read(new PlanLines(offered, in), nodes, offered, kept, present));
            } catch (RuntimeException e) {
                throw new RefusedPlanException(e);
            }
        }).orElse(null);
    }

    private static Optional<PlanGrowth> read(PlanLines lines, PlanLines own, Path offered, Path kept,
            GroupPlanFile present) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        byte[] head = required(lines.next(), lines);
        update(digest, head);
        int sameLines = present.plan().nodes().size();
        for (int i = 0; i < sameLines; i++) {
            byte[] line = required(lines.next(), lines);
            update(digest, line);
            if (!Arrays.equals(line, own.next())) {
                throw new KeyFileException(lines.place()
                        + ": found another node, allowed: the lines of the plan in force, and more behind them");
            }
        }
        List<byte[]> added = new ArrayList<>();
        byte[] last = lines.next();
        long length = 0;
        for (byte[] next = lines.next(); next != null; next = lines.next()) {
            byte[] line = required(last, lines);
            length += line.length + 1;
            if (line.length == 0) {
                throw new KeyFileException(offered + ": found an empty line, allowed: a node on each");
            }
            if (length > MAX_ADDED) {
                throw new KeyFileException(offered + ": found more, allowed: " + MAX_ADDED + " bytes added at once");
            }
            update(digest, line);
            added.add(line);
            last = next;
        }
        if (added.isEmpty() && (last == null || PlanSignature.isOne(GroupPlanFile.text(last)))) {
            return Optional.empty(); // also one that is not signed: it says nothing new
        }
        byte[] signature = required(last, lines);
        MessageDigest whole = Sha256.copyOf(digest);
        update(whole, signature);
        if (!PlanSignature.verifies(VerificationKey.ofHex(present.owner()), digest.digest(),
                GroupPlanFile.text(signature))) {
            throw GroupPlanFile.notSigned(offered);
        }
        return Optional
                .of(new PlanGrowth(kept, sameLines, head, added, signature, HexFormat.of().formatHex(whole.digest()),
                        parse(offered, head, added, present)));
    }

    /** The plan with those who were added. */
    public GroupPlanFile file() {
        return file;
    }

    /** SHA-256 of the file, 64 hexadecimal digits. */
    public String sha256() {
        return sha256;
    }

    /**
     * Writes it in the place of the plan in force; on the disk when it returns.
     *
     * @throws KeyFileException when it cannot be written
     */
    public void keep() {
        SecureFiles.write(kept, to -> {
            OutputStream out = new BufferedOutputStream(to);
            write(out, head);
            try (InputStream in = Files.newInputStream(kept)) {
                PlanLines own = new PlanLines(kept, in);
                own.next();
                for (int i = 0; i < sameLines; i++) {
                    write(out, required(own.next(), own));
                }
            }
            for (byte[] line : added) {
                write(out, line);
            }
            write(out, signature);
            out.flush();
        });
    }

    /** Signed by the owner; it may still be no growth. */
    private static GroupPlanFile parse(Path offered, byte[] first, List<byte[]> added, GroupPlanFile present) {
        GroupPlanFile.Head head = GroupPlanFile.Head.read(GroupPlanFile.parse(offered + ":1", first));
        GroupPlanFile.Nodes nodes = GroupPlanFile.Nodes.behind(present);
        long number = 1L + present.plan().nodes().size();
        for (byte[] line : added) {
            nodes.add(GroupPlanFile.parse(offered + ":" + ++number, line));
        }
        if (head.count() != number - 1) {
            throw new KeyFileException(
                    offered + ": found " + (number - 1) + " nodes, allowed: as many as line 1 says");
        }
        GroupPlanFile found = head.with(offered, nodes);
        String fault = found.faultAsGrowthOf(present);
        if (fault != null) {
            throw new KeyFileException(
                    offered + ": found " + fault + ", allowed: the plan in force with receivers added");
        }
        return found;
    }

    private static byte[] required(byte @Nullable [] line, PlanLines lines) {
        if (line == null) {
            throw new KeyFileException(
                    lines.place()
                            + ": found the end, allowed: all nodes of the plan in force, and the owner's signature");
        }
        return line;
    }

    private static void update(MessageDigest digest, byte[] line) {
        digest.update(line);
        digest.update(LINE_FEED);
    }

    private static void write(OutputStream out, byte[] line) throws IOException {
        out.write(line);
        out.write(LINE_FEED);
    }
}
