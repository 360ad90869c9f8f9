package io.trackmc.net.capture;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

/**
 * A capture file in the pcapng format (draft-ietf-opsawg-pcapng): one section, one interface of raw IP packets, one enhanced packet block for each
 * datagram, and statistics at the end. Big-endian, times in nanoseconds.
 *
 * <p>The file is whole after each datagram: when a block cannot be written, what there is of it is taken away again. A new file, which nobody but the
 * owner can read; an existing one is refused. One thread.
 */
public final class PcapNgFile implements Closeable {

    private static final int SECTION_HEADER = 0x0A0D_0D0A;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int INTERFACE_STATISTICS = 5;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B_3C4D;
    private static final int VERSION_1_0 = 0x0001_0000;
    private static final long UNKNOWN_LENGTH = -1;
    private static final short LINKTYPE_RAW = 101;

    private static final short OPTION_END = 0;
    private static final short SECTION_APPLICATION = 4;
    private static final short INTERFACE_NAME = 2;
    private static final short INTERFACE_TEXT = 3;
    private static final short INTERFACE_RESOLUTION = 9;
    private static final short STATISTICS_DROPPED = 5;
    private static final byte NANOSECONDS = 9;
    private static final long NANOSECONDS_PER_SECOND = 1_000_000_000L;

    private static final int BLOCK_FRAME = 12;
    private static final int PACKET_FIELDS = 20;
    private static final int BUFFER_BYTES = 1 << 17;

    /** No channel: an interrupt would close that in the middle of a block. */
    private final RandomAccessFile file;
    private final ByteBuffer block = ByteBuffer.allocate(BUFFER_BYTES);
    private long size;

    /**
     * Makes the file.
     *
     * @param path must not exist
     * @param networkInterface its name
     * @param text what is captured, for people
     */
    public PcapNgFile(Path path, String networkInterface, String text) throws IOException {
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            file = new RandomAccessFile(path.toFile(), "rw");
        } catch (IOException e) {
            Files.delete(path);
            throw e;
        }
        try {
            writeSectionHeader();
            writeInterface(networkInterface, text);
        } catch (IOException | RuntimeException e) {
            file.close();
            Files.delete(path); // without its header it is nothing
            throw e;
        }
    }

    /** Bytes that a datagram will take in the file, at most. */
    public static int bytesFor(int keptLength) {
        return BLOCK_FRAME + PACKET_FIELDS + UdpHeaders.MAX_LENGTH + keptLength + Integer.BYTES;
    }

    /**
     * Adds a datagram.
     *
     * @param time of its arrival
     * @param from source
     * @param to destination, of the same address family
     * @param payload bytes; those from position to {@code position + kept} are written, and its position stays
     * @param kept of the bytes that remain, 0 to all of them
     * @throws IOException when the file cannot take it; it is as it was before then
     */
    public void write(Instant time, InetSocketAddress from, InetSocketAddress to, ByteBuffer payload, int kept)
            throws IOException {
        begin(ENHANCED_PACKET);
        int header = block.position();
        block.position(header + PACKET_FIELDS);
        int packet = block.position();
        UdpHeaders.write(block, from, to, payload);
        int headers = block.position() - packet;
        block.put(payload.slice(payload.position(), kept));
        int captured = block.position() - packet;
        block.putInt(header, 0);
        putTime(header + Integer.BYTES, time);
        block.putInt(header + 3 * Integer.BYTES, captured).putInt(header + 4 * Integer.BYTES,
                headers + payload.remaining());
        pad();
        end();
    }

    /** Ends the capture with how many datagrams were lost on the way to it. */
    public void writeStatistics(Instant time, long dropped) throws IOException {
        begin(INTERFACE_STATISTICS);
        block.putInt(0);
        int at = block.position();
        block.position(at + Long.BYTES);
        putTime(at, time);
        block.putShort(STATISTICS_DROPPED).putShort((short) Long.BYTES).putLong(dropped);
        block.putShort(OPTION_END).putShort((short) 0);
        end();
    }

    /** Bytes written. */
    public long size() {
        return size;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void writeSectionHeader() throws IOException {
        begin(SECTION_HEADER);
        block.putInt(BYTE_ORDER_MAGIC).putInt(VERSION_1_0).putLong(UNKNOWN_LENGTH);
        putText(SECTION_APPLICATION, "track");
        block.putShort(OPTION_END).putShort((short) 0);
        end();
    }

    private void writeInterface(String name, String text) throws IOException {
        begin(INTERFACE_DESCRIPTION);
        block.putShort(LINKTYPE_RAW).putShort((short) 0).putInt(0);
        putText(INTERFACE_NAME, name);
        putText(INTERFACE_TEXT, text);
        block.putShort(INTERFACE_RESOLUTION).putShort((short) 1).put(NANOSECONDS);
        pad();
        block.putShort(OPTION_END).putShort((short) 0);
        end();
    }

    private void putText(short option, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        block.putShort(option).putShort((short) bytes.length).put(bytes);
        pad();
    }

    private void putTime(int at, Instant time) {
        long ns = time.getEpochSecond() * NANOSECONDS_PER_SECOND + time.getNano();
        block.putInt(at, (int) (ns >>> Integer.SIZE)).putInt(at + Integer.BYTES, (int) ns);
    }

    private void begin(int type) {
        block.clear();
        block.putInt(type).putInt(0);
    }

    private void pad() {
        while (block.position() % Integer.BYTES != 0) {
            block.put((byte) 0);
        }
    }

    private void end() throws IOException {
        int length = block.position() + Integer.BYTES;
        block.putInt(Integer.BYTES, length).putInt(length);
        try {
            file.write(block.array(), 0, length);
        } catch (IOException e) {
            takeBack(e);
            throw e;
        }
        size += length;
    }

    private void takeBack(IOException why) {
        try {
            file.setLength(size);
            file.seek(size);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }
}
