package io.trackmc.keys.controller.receipt;

import io.trackmc.keys.controller.pki.ChainRules;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.pki.TrustAnchors;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.identity.PeerIdentity;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.receipt.ReceiptChain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Files of receipts of one or several parents. Those of one node in one directory are one chain, and must follow each other; where it begins later than its first
 * receipt, that is told. Nobody can see that the last receipts of a chain are missing.
 *
 * @param files in the order of directories and chains
 * @param notes what a reader should know, one sentence each
 */
public record ReceiptFiles(List<ReceiptFile> files, List<String> notes) {

    private static final String SUFFIX = ".receipts";

    /** Keeps copies of the lists. */
    public ReceiptFiles {
        files = List.copyOf(files);
        notes = List.copyOf(notes);
    }

    /** All receipts. */
    public Stream<NumberedReceipt> receipts() {
        return files.stream().flatMap(file -> file.receipts().stream());
    }

    /**
     * Reads and checks files.
     *
     * @param paths files, or directories, of which all files of receipts below them
     * @throws ReceiptException naming the first that does not hold; also when there is none
     */
    public static ReceiptFiles read(List<Path> paths) {
        Map<String, List<ReceiptFile>> chains = new LinkedHashMap<>();
        for (Path path : find(paths)) {
            ReceiptFile file = ReceiptFile.read(path);
            chains.computeIfAbsent(directoryOf(path) + " " + file.node(), _ -> new ArrayList<>()).add(file);
        }
        if (chains.isEmpty()) {
            throw new ReceiptException("no files of receipts (*" + SUFFIX + ") in " + paths);
        }
        List<ReceiptFile> files = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        chains.values().forEach(chain -> files.addAll(follow(chain, notes)));
        return new ReceiptFiles(files, notes);
    }

    /**
     * Checks that each file is of a parent whom one of these has certified.
     *
     * @throws ReceiptException naming the first that is not
     */
    public void checkAnchors(List<NodeCertificate> anchors) {
        ChainRules rules = new ChainRules(new TrustAnchors(anchors, List.of()));
        for (ReceiptFile file : files) {
            if (file.lastEnd() != null && !rules.isTrusted(file.chain(), file.lastEnd())) {
                throw new ReceiptException(file.file() + ": none of the anchors has certified " + file.node()
                        + " (certificate " + file.chain().getFirst().sha256() + ") for the time of its last receipt, "
                        + file.lastEnd());
            }
            checkRole(file);
        }
    }

    private static void checkRole(ReceiptFile file) {
        try {
            RoleOid role = PeerIdentity.of(file.chain().getFirst().x509()).role();
            if (role != RoleOid.REPAIR_HEAD && role != RoleOid.SENDER) {
                throw new ReceiptException(file.file() + ": signed by a " + role.text()
                        + ", allowed: a repair head or a sender");
            }
        } catch (GeneralSecurityException e) {
            throw new ReceiptException(file.file() + ": " + e.getMessage(), e);
        }
    }

    private static List<ReceiptFile> follow(List<ReceiptFile> chain, List<String> notes) {
        chain.sort(Comparator.comparingLong(ReceiptFile::next).thenComparingLong(ReceiptFile::end)
                .thenComparing(ReceiptFile::file));
        List<ReceiptFile> checked = new ArrayList<>();
        for (ReceiptFile file : chain) {
            if (file.isTorn()) {
                notes.add(file.file() + ": its last line was not written to its end, and does not count");
            }
            if (checked.isEmpty()) {
                checked.add(begin(file, notes));
            } else {
                ReceiptFile before = checked.getLast();
                if (file.next() != before.end() || !file.previous().equals(before.lastHash())) {
                    throw new ReceiptException(file.file() + ":1: begins with receipt " + file.next()
                            + " and does not follow " + before.file() + ", which ends before receipt " + before.end()
                            + ": a file was removed, or one of the two was altered");
                }
                checked.add(file);
            }
        }
        return checked;
    }

    private static ReceiptFile begin(ReceiptFile file, List<String> notes) {
        boolean isFirst = file.next() == 1 && file.previous().equals(ReceiptChain.NOTHING_BEFORE);
        if (!isFirst) {
            notes.add(file.file() + ": receipts of " + file.node() + " before " + file.next() + " are not here");
        }
        return isFirst ? file : file.headless();
    }

    private static List<Path> find(List<Path> paths) {
        List<Path> found = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                try (Stream<Path> below = Files.walk(path)) {
                    below.filter(file -> file.toString().endsWith(SUFFIX) && Files.isRegularFile(file)).sorted()
                            .forEach(found::add);
                } catch (IOException e) {
                    throw new ReceiptException(path + ": cannot be read: " + SecureFiles.reason(e), e);
                }
            } else {
                found.add(path);
            }
        }
        return found.stream().map(path -> path.toAbsolutePath().normalize()).distinct().toList();
    }

    private static String directoryOf(Path file) {
        return String.valueOf(file.getParent());
    }
}
