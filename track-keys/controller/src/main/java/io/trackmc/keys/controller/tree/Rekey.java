package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.key.Sha256;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyPart;
import java.util.Arrays;
import java.util.List;

/**
 * A finished rekey: a signed header and the chunks of its slices, each an INNER whose bytes are the same whenever it is asked for. Immutable; holds
 * no key that is not wrapped.
 */
public final class Rekey {

    private final KeyLayer layer;
    private final long sequence;
    private final byte[] header;
    private final List<SliceWriter> slices;
    private final int[] firstParts;
    private final MerkleTree tree;
    private final int chunkCount;

    /** Of slices with at least one chunk each, in their order on the wire. */
    Rekey(KeyLayer layer, long sequence, byte[] header, List<SliceWriter> slices, MerkleTree tree) {
        this.layer = layer;
        this.sequence = sequence;
        this.header = header;
        this.slices = List.copyOf(slices);
        this.tree = tree;
        firstParts = new int[slices.size()];
        int part = 1;
        for (int i = 0; i < firstParts.length; i++) {
            firstParts[i] = part;
            part += slices.get(i).chunks();
        }
        chunkCount = part - 1;
    }

    /** The layer whose keys it changes. */
    public KeyLayer layer() {
        return layer;
    }

    /** Number of this rekey, from 1. */
    public long sequence() {
        return sequence;
    }

    /** Chunks of all slices. */
    public int chunkCount() {
        return chunkCount;
    }

    /** The INNER of the header. */
    public byte[] header() {
        return header.clone();
    }

    /**
     * The INNER of a chunk.
     *
     * @param part 1 to {@link #chunkCount()}
     */
    public byte[] chunk(int part) {
        int place = placeOf(part);
        SliceWriter slice = slices.get(place);
        int chunk = part - firstParts[place];
        int content = slice.contentLength(chunk);
        int path = tree.pathLength(part - 1);
        byte[] inner = new byte[InnerHeader.LENGTH + content + path];
        writeCovered(inner, layer, sequence, part, slice, chunk, path);
        tree.path(part - 1, inner, InnerHeader.LENGTH + content);
        return inner;
    }

    /** Region of the slice to which a chunk belongs; -1 the interior slice. */
    public int sliceRegion(int part) {
        return slices.get(placeOf(part)).region;
    }

    /** Bytes of the contents of all chunks of a slice; 0 when it has none. */
    public int sliceBytes(int region) {
        return slices.stream().filter(s -> s.region == region).mapToInt(Rekey::bytesOf).sum();
    }

    /** Bytes of the contents of all chunks. */
    public long contentBytes() {
        return slices.stream().mapToLong(Rekey::bytesOf).sum();
    }

    /** SHA-256 of the header's INNER, to which the next rekey is chained. */
    public byte[] headerHash() {
        return Sha256.newDigest().digest(header);
    }

    /** Everything of a chunk before its path. */
    static int writeCovered(
            byte[] inner, KeyLayer layer, long sequence, int part, SliceWriter slice, int chunk, int pathBytes) {
        int content = slice.contentLength(chunk);
        InnerWriter.write(inner, layer, RekeyPart.TYPE_CHUNK, RekeyPart.sequence(sequence, part), content,
                RekeyPart.AUTH_MERKLE_PATH, pathBytes);
        slice.writeContent(chunk, inner, InnerHeader.LENGTH);
        return InnerHeader.LENGTH + content;
    }

    private int placeOf(int part) {
        if (part < 1 || part > chunkCount) {
            throw new IndexOutOfBoundsException(part);
        }
        int found = Arrays.binarySearch(firstParts, part);
        return found >= 0 ? found : -found - 2;
    }

    private static int bytesOf(SliceWriter slice) {
        int sum = 0;
        for (int i = 0; i < slice.chunks(); i++) {
            sum += slice.contentLength(i);
        }
        return sum;
    }
}
