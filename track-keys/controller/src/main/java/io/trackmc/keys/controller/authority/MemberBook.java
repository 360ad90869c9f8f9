package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.pki.NodeCertificate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** What the log says of each node that was ever a member: with which certificate, and whether it still is one. Not thread-safe. */
final class MemberBook {

    private final Map<Integer, Page> pages = new HashMap<>();

    /** Whether a node is a member, as far as the log says. */
    enum Standing {
        /** It was admitted and has not gone. */
        IN,
        /** It has left, and may come back. */
        LEFT,
        /** It never comes back. */
        EXPELLED
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by content where it matters
    private record Page(byte[] certificate, byte[] key, Standing standing) {}

    private static final Page NOBODY = new Page(new byte[0], new byte[0], Standing.EXPELLED);

    /** An entry stands in the log. */
    void accept(LogEntry entry) {
        switch (entry) {
            case LogEntry.MemberAdmitted e -> pages.put((int) e.id(), new Page(HexFormat.of().parseHex(e.certificate()),
                    HexFormat.of().parseHex(e.key()), Standing.IN));
            case LogEntry.Left e -> pages.computeIfPresent((int) e.id(), (_, page) -> with(page, Standing.LEFT));
            case LogEntry.Expelled e -> pages.compute((int) e.id(),
                    (_, page) -> with(page == null ? NOBODY : page, Standing.EXPELLED));
            default -> {
                // says nothing about members
            }
        }
    }

    /** Null when the node was never admitted. */
    @Nullable
    Standing standing(int id) {
        Page page = pages.get(id);
        return page == null ? null : page.standing;
    }

    /** Whether a certificate is the one with which the node was admitted last. */
    boolean isAdmitted(int id, NodeCertificate certificate) {
        Page page = pages.get(id);
        return page != null && Arrays.equals(page.certificate, HexFormat.of().parseHex(certificate.sha256()));
    }

    /** Whether a certificate is of the key with which the node was admitted last. */
    boolean hasKey(int id, NodeCertificate certificate) {
        Page page = pages.get(id);
        return page != null && Arrays.equals(page.key, HexFormat.of().parseHex(certificate.keySha256()));
    }

    void forEach(Standing standing, IntConsumer to) {
        pages.forEach((id, page) -> {
            if (page.standing == standing) {
                to.accept(id);
            }
        });
    }

    private static Page with(Page page, Standing standing) {
        return new Page(page.certificate, page.key, page.standing == Standing.EXPELLED ? page.standing : standing);
    }
}
