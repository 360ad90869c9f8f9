package io.trackmc.cli.bench;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

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

    /** Reads its word. */
    static final class Converter implements ITypeConverter<Peer> {

        private static final String PLAIN = "track-plain";

        @Override
        public Peer convert(String value) {
            if (value.equals(PLAIN)) {
                throw new TypeConversionException("there is no '" + PLAIN + "': no node of TRACK takes what is not"
                        + " sealed, and a build that did would be another program; ceiling-gso beside ceiling-crypto"
                        + " shows what cryptography costs");
            }
            return Arrays.stream(values()).filter(peer -> peer.text().equals(value)).findFirst().orElseThrow(
                    () -> new TypeConversionException("'" + value + "' is not a peer (allowed: "
                            + String.join(", ", Arrays.stream(values()).map(Peer::text).toList()) + ")"));
        }
    }
}
