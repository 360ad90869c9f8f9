package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.bundle.RekeyAnchor;
import io.trackmc.keys.transport.key.Sha256;
import io.trackmc.keys.transport.rekey.MerklePaths;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyChunk;
import io.trackmc.proto.wire.RekeyHeader;
import io.trackmc.proto.wire.RekeyPart;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;

/** The chain of an authority's rekeys: numbers, epochs, SPIs, and the signature that ties each header to the one before. */
final class RekeySeries {

    private static final byte[] LABEL = "TK1 rekey".getBytes(StandardCharsets.US_ASCII);

    final KeyLayer layer;
    final long gid;
    final RekeySigner signer;
    long sequence;
    long epoch;
    int spi;
    int nextSpi;
    byte[] previousHash = new byte[Sha256.LENGTH];
    long changes;

    RekeySeries(KeyLayer layer, long gid, RekeySigner signer) {
        this.layer = layer;
        this.gid = gid;
        this.signer = signer;
    }

    /** The first epoch, with SPIs of its own. */
    void begin(SecureRandom random) {
        epoch = 1;
        spi = freshSpi(random, 0, 0);
        nextSpi = freshSpi(random, spi, 0);
    }

    RekeyAnchor anchor() {
        return new RekeyAnchor(layer.authority(), signer.publicKey(), sequence, previousHash, nextSpi);
    }

    /** Puts slices into chunks, hashes them, signs the header, and goes on to the new epoch. */
    Rekey finish(List<SliceWriter> slices, RekeyTerms terms, Collection<Integer> expelled, SecureRandom random) {
        long number = sequence + 1;
        MerkleTree tree = new MerkleTree(leafHashes(slices, number));
        int following = freshSpi(random, nextSpi, spi);
        byte[] header = header(slices, tree, number, following, terms, expelled);
        Rekey rekey = new Rekey(layer, number, header, slices, tree);
        sequence = number;
        epoch++;
        spi = nextSpi;
        nextSpi = following;
        previousHash = rekey.headerHash();
        return rekey;
    }

    private byte[] leafHashes(List<SliceWriter> slices, long number) {
        int size = slices.stream().mapToInt(SliceWriter::chunks).sum();
        if (size > RekeyPart.MAX_CHUNKS) {
            throw new IllegalStateException(size + " chunks, allowed: " + RekeyPart.MAX_CHUNKS);
        }
        byte[] hashes = new byte[size * Sha256.LENGTH];
        byte[] covered = new byte[InnerHeader.LENGTH + RekeyChunk.MAX_LENGTH];
        MessageDigest sha = Sha256.newDigest();
        int part = 1;
        for (SliceWriter slice : slices) {
            for (int chunk = 0; chunk < slice.chunks(); chunk++) {
                int path = MerklePaths.length(part - 1, size) * Sha256.LENGTH;
                int length = Rekey.writeCovered(covered, layer, number, part, slice, chunk, path);
                MerklePaths.leafHash(sha, covered, 0, length, hashes, (part - 1) * Sha256.LENGTH);
                part++;
            }
        }
        return hashes;
    }

    private byte[] header(List<SliceWriter> slices, MerkleTree tree, long number, int following, RekeyTerms terms,
            Collection<Integer> expelled) {
        int content = RekeyHeader.length(expelled.size());
        byte[] inner = new byte[InnerHeader.LENGTH + content + RekeyPart.SIGNATURE_LENGTH];
        InnerWriter.write(inner, layer, RekeyPart.TYPE_HEADER, RekeyPart.sequence(number, RekeyPart.HEADER_PART),
                content, RekeyPart.AUTH_SIGNATURE, RekeyPart.SIGNATURE_LENGTH);
        ByteBuffer out = ByteBuffer.wrap(inner, InnerHeader.LENGTH, content);
        out.put((byte) layer.code()).put((byte) terms.reason().code()).putShort((short) expelled.size());
        out.putInt(slices.stream().mapToInt(SliceWriter::chunks).sum()).putLong(gid);
        out.putLong(epoch).putLong(epoch + 1).putInt(nextSpi).putInt(following);
        out.putLong(terms.issuedAt().toEpochMilli()).putInt(terms.notBeforeMs()).putInt(terms.hardMs());
        out.putInt(terms.overlapMs()).putInt(0).putLong(terms.expireAt().toEpochMilli());
        out.put(previousHash).put(terms.tokenHash());
        tree.root(inner, out.position());
        out.position(out.position() + Sha256.LENGTH);
        expelled.stream().sorted(Integer::compareUnsigned).forEach(out::putInt);
        sign(inner, InnerHeader.LENGTH + content);
        return inner;
    }

    private void sign(byte[] inner, int covered) {
        MessageDigest sha = Sha256.newDigest();
        sha.update(inner, 0, covered);
        byte[] message = ByteBuffer.allocate(LABEL.length + Sha256.LENGTH).put(LABEL).put(sha.digest()).array();
        signer.sign(message, inner, covered);
    }

    private static int freshSpi(SecureRandom random, int not, int norThis) {
        int value = random.nextInt();
        return value != 0 && value != not && value != norThis ? value : freshSpi(random, not, norThis);
    }
}
