package io.trackmc.cli.bench;

import io.trackmc.cli.task.TaskException;
import java.util.List;
import java.util.Locale;

/** What is measured. */
enum Peer {
    /** TRACK with its defaults: authenticated and encrypted. */
    TRACK(true),
    /** Aeron with its defaults, but flow control that waits for the slowest. */
    AERON(false),
    /** Aeron with larger windows and buffers, and a NAK back-off of 1 ms. */
    AERON_TUNED(false),
    /** JGroups with its default stack over UDP. */
    JGROUPS(false),
    /** JGroups with its newer stack over UDP. */
    JGROUPS_TUNED(false),
    /** As many datagrams of TRACK's size as this machine can send and receive, without cryptography and without repairs. */
    CEILING_GSO(false),
    /** The same with TRACK's cryptography. */
    CEILING_CRYPTO(true),
    /** UFTP with AES-256-GCM, for files. */
    UFTP(true);

    private static final String PLAIN = "track-plain";

    private final boolean secured;

    Peer(boolean secured) {
        this.secured = secured;
    }

    /** Whether what it sends is authenticated and encrypted. */
    boolean isSecured() {
        return secured;
    }

    /** Whether it is no peer, but what this machine allows at most. */
    boolean isCeiling() {
        return this == CEILING_GSO || this == CEILING_CRYPTO;
    }

    /** Whether it moves files rather than messages. TRACK does both. */
    boolean isForFiles() {
        return this == UFTP;
    }

    /** Its word on the command line. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The peer of a word.
     *
     * @param possible those that can be measured here
     * @throws TaskException of wrong usage when it is none of them
     */
    static Peer of(String word, List<Peer> possible) {
        if (word.equals(PLAIN)) {
            throw TaskException.usage("--peers: there is no '" + PLAIN + "': no node of TRACK takes what is not"
                    + " sealed, and a build that did would be another program; ceiling-gso beside ceiling-crypto"
                    + " shows what cryptography costs");
        }
        return possible.stream().filter(peer -> peer.text().equals(word)).findFirst()
                .orElseThrow(() -> TaskException.usage("--peers: found \"" + word + "\", allowed: "
                        + String.join(", ", possible.stream().map(Peer::text).toList())));
    }
}
