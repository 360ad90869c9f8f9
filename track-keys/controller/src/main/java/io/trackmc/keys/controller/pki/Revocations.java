package io.trackmc.keys.controller.pki;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about certificates that were taken back.
 *
 * @param lists one for each issuer of a node's certificate
 * @param maxStale how old a list may be for somebody new to come in; null: no lists are kept, and nobody is refused for it
 */
public record Revocations(List<RevocationList> lists, @Nullable Duration maxStale) {

    /** Keeps the lists. */
    public Revocations {
        lists = List.copyOf(lists);
    }

    /** No lists are kept. */
    public static Revocations none() {
        return new Revocations(List.of(), null);
    }

    /** Whether a certificate was taken back, as far as is known; the age of the list does not matter to who is in already. */
    public boolean isRevoked(NodeCertificate certificate) {
        return lists.stream().anyMatch(list -> list.isRevoked(certificate));
    }

    /**
     * Refuses one who wants to come in when a certificate of their chain was taken back, or nobody can tell.
     *
     * @param chain the newcomer's certificate first, each issued by the next; an anchor of this authority at the end is passed over, because
     *     nobody but its owner takes it back
     * @throws AdmissionException for that
     */
    public void checkNewcomer(List<NodeCertificate> chain, List<NodeCertificate> anchors, Instant now) {
        chain.stream().filter(certificate -> !anchors.contains(certificate))
                .forEach(certificate -> checkNewcomer(certificate, now));
    }

    /**
     * Refuses one who wants to come in when they may not, or nobody can tell.
     *
     * @throws AdmissionException for that
     */
    public void checkNewcomer(NodeCertificate certificate, Instant now) {
        if (isRevoked(certificate)) {
            throw new AdmissionException(Refusal.REVOKED, "certificate " + certificate.serial() + " of " + certificate);
        }
        if (maxStale != null && lists.stream().noneMatch(l -> l.isFor(certificate) && !l.isStale(now, maxStale))) {
            throw new AdmissionException(Refusal.STALE_REVOCATION_LIST,
                    "no list of the issuer of " + certificate + " is newer than " + maxStale);
        }
    }
}
