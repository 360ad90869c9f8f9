package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.key.KeyTreeKind;
import io.trackmc.keys.transport.key.KeyWrap;
import io.trackmc.keys.transport.rekey.RekeyEntries;
import io.trackmc.proto.wire.RekeyChunk;
import java.util.Arrays;
import java.util.List;

/** The entries of one slice, cut into chunks where an entry begins. */
final class SliceWriter {

    private static final int CHUNK_ROOM = RekeyChunk.MAX_LENGTH - RekeyChunk.FIXED_LENGTH;

    final int region;
    final int parentRegion;
    private byte[] bytes = new byte[CHUNK_ROOM];
    private int[] starts = new int[4];
    private int chunks;
    private int length;

    SliceWriter(int region, int parentRegion) {
        this.region = region;
        this.parentRegion = parentRegion;
    }

    int chunks() {
        return chunks;
    }

    /** Bytes of the content of a chunk. */
    int contentLength(int chunk) {
        return RekeyChunk.FIXED_LENGTH + end(chunk) - starts[chunk];
    }

    /** Writes the content of a chunk. */
    void writeContent(int chunk, byte[] out, int offset) {
        RekeyChunk.write(out, offset, region, parentRegion, chunk, chunks);
        System.arraycopy(bytes, starts[chunk], out, offset + RekeyChunk.FIXED_LENGTH, end(chunk) - starts[chunk]);
    }

    byte[] bytes() {
        return bytes;
    }

    /** Begins a NODE; returns where its first wrap goes. */
    int node(KeyTreeKind tree, int level, int existing, int changed, int index) {
        int at = begin(RekeyEntries.FIXED_LENGTH + RekeyEntries.wraps(existing, changed) * KeyWrap.LENGTH);
        RekeyEntries.writeNode(bytes, at, tree, level, existing, changed, index);
        return at + RekeyEntries.FIXED_LENGTH;
    }

    /** Begins EPOCH or INTERIOR SECRET; returns where its wrap goes. */
    int wrapped(int kind, int detail) {
        int at = begin(RekeyEntries.FIXED_LENGTH + KeyWrap.LENGTH);
        RekeyEntries.write(bytes, at, kind, detail, 0);
        return at + RekeyEntries.FIXED_LENGTH;
    }

    /** Adds BELOW. */
    void below(int childLeaf) {
        int at = begin(RekeyEntries.FIXED_LENGTH);
        RekeyEntries.write(bytes, at, RekeyEntries.BELOW, 0, childLeaf);
    }

    /** Adds EXPELLED with 1 to {@link RekeyEntries#MAX_EXPELLED} nodes. */
    void expelled(List<Integer> ids) {
        int at = begin(RekeyEntries.expelledLength(ids.size()));
        RekeyEntries.write(bytes, at, RekeyEntries.EXPELLED, ids.size(), 0);
        for (int i = 0; i < ids.size(); i++) {
            RekeyEntries.writeExpelled(bytes, at, i, ids.get(i));
        }
    }

    /** Begins a REGION SECRET; returns where its wrap goes, if it has one. */
    int regionSecret(int under, int leaf, int secretOf) {
        int wrap = under == RekeyEntries.UNDER_NOTHING ? 0 : KeyWrap.LENGTH;
        int at = begin(RekeyEntries.REGION_FIXED_LENGTH + wrap);
        RekeyEntries.writeRegionSecret(bytes, at, under, leaf, secretOf);
        return at + RekeyEntries.REGION_FIXED_LENGTH;
    }

    private int begin(int entry) {
        if (chunks == 0 || length + entry - starts[chunks - 1] > CHUNK_ROOM) {
            if (chunks == starts.length) {
                starts = Arrays.copyOf(starts, 2 * chunks);
            }
            starts[chunks++] = length;
        }
        if (length + entry > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        int at = length;
        length += entry;
        return at;
    }

    private int end(int chunk) {
        return chunk + 1 < chunks ? starts[chunk + 1] : length;
    }
}
