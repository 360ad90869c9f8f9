package io.trackmc.keys.transport.bundle;

import static io.trackmc.keys.transport.bundle.Rules.require;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What the next rekey of a layer is verified with. Not secret.
 *
 * @param authority node id of the authority
 * @param verificationKey its Ed25519 public key, 32 bytes
 * @param sequence number of the newest rekey whose outcome the bundle holds; 0 none
 * @param previousHash SHA-256 of that rekey's header; zeros with 0
 * @param nextSpi SPI of the epoch that comes next
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, and compared by content
public record RekeyAnchor(int authority, byte[] verificationKey, long sequence, byte[] previousHash, int nextSpi) {

    /** Bytes of key and hash. */
    public static final int LENGTH = 32;

    /** Copies, and checks lengths and ranges. */
    public RekeyAnchor {
        require(verificationKey.length == LENGTH && previousHash.length == LENGTH,
                "a verification key and a hash have " + LENGTH + " bytes");
        require(sequence >= 0, "the sequence of a rekey is not negative");
        require(nextSpi != 0, "an SPI is not 0");
        require(authority != 0, "an authority has a node id");
        verificationKey = verificationKey.clone();
        previousHash = previousHash.clone();
    }

    @Override
    public byte[] verificationKey() {
        return verificationKey.clone();
    }

    @Override
    public byte[] previousHash() {
        return previousHash.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RekeyAnchor that && authority == that.authority && sequence == that.sequence
                && nextSpi == that.nextSpi && Arrays.equals(verificationKey, that.verificationKey)
                && Arrays.equals(previousHash, that.previousHash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(previousHash) * 31 + Long.hashCode(sequence);
    }

    @Override
    public String toString() {
        return "rekey " + sequence + " " + HexFormat.of().formatHex(previousHash);
    }
}
