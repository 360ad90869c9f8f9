package io.trackmc.sim.rekey;

import io.trackmc.proto.protect.KeyChange;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyChunk;
import io.trackmc.proto.wire.RekeyHeader;
import io.trackmc.proto.wire.RekeyPart;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;

/** Writes INNERs of rekeys in the form of the wire format, with patterns where signatures, hashes and wrapped keys would be. */
final class ToyWriter {

    private static final byte SIGNATURE = 0x5A;
    private static final int NS_PER_MS = 1_000_000;
    private static final int PATH_HASHES = 2;
    private static final int HASH = 32;
    private static final int LAYER_REASON_SCHEDULED = 1;
    private static final int REASON_EXPULSION = 3;

    private ToyWriter() {}

    static int spi(KeyLayer layer, long epoch) {
        return (int) ((long) layer.code() << 28 | (epoch & 0x0FFF_FFFF));
    }

    static long epoch(int spi) {
        return spi & 0x0FFF_FFFF;
    }

    static byte[] header(KeyLayer layer, long number, long gid, int chunks, KeyChange change,
            Collection<Integer> expelled) {
        int length = RekeyHeader.length(expelled.size());
        byte[] inner = inner(layer, number, RekeyPart.HEADER_PART, RekeyPart.TYPE_HEADER, length,
                RekeyPart.AUTH_SIGNATURE, RekeyPart.SIGNATURE_LENGTH);
        ByteBuffer content = ByteBuffer.wrap(inner, InnerHeader.LENGTH, length).slice();
        content.put(RekeyHeader.LAYER_OFFSET, (byte) layer.code());
        content.put(RekeyHeader.REASON_OFFSET,
                (byte) (expelled.isEmpty() ? LAYER_REASON_SCHEDULED : REASON_EXPULSION));
        content.putShort(RekeyHeader.EXPELLED_COUNT_OFFSET, (short) expelled.size());
        content.putInt(RekeyHeader.CHUNK_COUNT_OFFSET, chunks);
        content.putLong(RekeyHeader.GID_OFFSET, gid);
        content.putLong(RekeyHeader.EPOCH_FROM_OFFSET, number);
        content.putLong(RekeyHeader.EPOCH_TO_OFFSET, number + 1);
        content.putInt(RekeyHeader.SPI_OFFSET, spi(layer, number + 1));
        content.putInt(RekeyHeader.NEXT_SPI_OFFSET, spi(layer, number + 2));
        content.putInt(RekeyHeader.NOT_BEFORE_OFFSET, (int) (change.notBeforeNs() / NS_PER_MS));
        content.putInt(RekeyHeader.HARD_OFFSET, (int) (change.hardNs() / NS_PER_MS));
        content.putInt(RekeyHeader.OVERLAP_OFFSET, (int) (change.overlapNs() / NS_PER_MS));
        content.position(RekeyHeader.EXPELLED_OFFSET);
        expelled.stream().sorted(Integer::compareUnsigned).forEach(content::putInt);
        return inner;
    }

    static byte[] chunk(KeyLayer layer, long number, int part, int slice, int parentRegion, int index, int count,
            int entryBytes) {
        byte[] inner = inner(layer, number, part, RekeyPart.TYPE_CHUNK, RekeyChunk.FIXED_LENGTH + entryBytes,
                RekeyPart.AUTH_MERKLE_PATH, PATH_HASHES * HASH);
        RekeyChunk.write(inner, InnerHeader.LENGTH, slice, parentRegion, index, count);
        Arrays.fill(inner, InnerHeader.LENGTH + RekeyChunk.FIXED_LENGTH,
                InnerHeader.LENGTH + RekeyChunk.FIXED_LENGTH + entryBytes, (byte) (number + index));
        return inner;
    }

    private static byte[] inner(KeyLayer layer, long number, int part, int type, int contentLength, int authType,
            int authLength) {
        byte[] inner = new byte[InnerHeader.LENGTH + contentLength + authLength];
        InnerHeader.write(inner, 0, InnerHeader.SUITE_NONE, layer.stream(), type, 0, layer.authority(), 0,
                RekeyPart.sequence(number, part), contentLength);
        inner[InnerHeader.AUTH_TYPE_OFFSET] = (byte) authType;
        inner[InnerHeader.AUTH_LENGTH_OFFSET] = (byte) (authLength / Integer.BYTES);
        Arrays.fill(inner, InnerHeader.LENGTH + contentLength, inner.length, SIGNATURE);
        return inner;
    }
}
