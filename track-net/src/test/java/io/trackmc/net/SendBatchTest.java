package io.trackmc.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendBatchTest {

    private static final int FULL = 1408;
    private static final InetSocketAddress ONE = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 1);
    private static final InetSocketAddress TWO = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.2"), 2);

    private final Device device = new Device();
    private final NetCounters counters = new NetCounters();
    private final SendBatch batch = new SendBatch(device, true, counters);

    @AfterEach
    void release() {
        device.finishAndReleaseAll();
        batch.release();
    }

    @Test
    void shouldJoinEqualDatagramsToOneDestination() {
        add(3, FULL, ONE);
        batch.flush();
        assertThat(device.sent).containsExactly("3 x 1408 to 192.0.2.1:1");
        assertThat(counters.get(NetCounterId.GSO_SUPER_PACKETS)).isOne();
    }

    @Test
    void shouldLetAShorterDatagramEndASuperPacket() {
        add(2, FULL, ONE);
        add(2, 100, ONE);
        batch.flush();
        assertThat(device.sent).containsExactly("2 x 1408 + 100 to 192.0.2.1:1", "1 x 100 to 192.0.2.1:1");
    }

    @Test
    void shouldStartAgainWithALongerDatagram() {
        add(1, 100, ONE);
        add(1, FULL, ONE);
        batch.flush();
        assertThat(device.sent).containsExactly("1 x 100 to 192.0.2.1:1", "1 x 1408 to 192.0.2.1:1");
    }

    @Test
    void shouldStartAgainForAnotherDestination() {
        add(2, FULL, ONE);
        add(1, FULL, TWO);
        add(1, FULL, ONE);
        batch.flush();
        assertThat(device.sent).containsExactly(
                "2 x 1408 to 192.0.2.1:1", "1 x 1408 to 192.0.2.2:2", "1 x 1408 to 192.0.2.1:1");
    }

    @Test
    void shouldNeverExceed44DatagramsOrTheLargestUdpPayload() {
        add(SendBatch.MAX_SEGMENTS + 1, 100, ONE);
        batch.flush();
        add(46, 1424, TWO);
        batch.flush();
        assertThat(device.sent).containsExactly("44 x 100 to 192.0.2.1:1", "1 x 100 to 192.0.2.1:1",
                "44 x 1424 to 192.0.2.2:2", "2 x 1424 to 192.0.2.2:2");
        device.sent.clear();
        add(45, 1489, ONE);
        batch.flush();
        assertThat(device.sent).containsExactly("43 x 1489 to 192.0.2.1:1", "2 x 1489 to 192.0.2.1:1");
    }

    @Test
    void shouldSendEachDatagramAloneWithoutGso() {
        SendBatch plain = new SendBatch(device, false, counters);
        plain.add(new byte[FULL], FULL, ONE);
        plain.add(new byte[FULL], FULL, ONE);
        plain.flush();
        assertThat(device.sent).containsExactly("1 x 1408 to 192.0.2.1:1", "1 x 1408 to 192.0.2.1:1");
        plain.release();
    }

    @Test
    void shouldHaveNoRoomUntilTheDeviceHasTakenEverything() {
        device.open = false;
        int accepted = 0;
        while (batch.hasRoom(FULL)) {
            batch.add(new byte[FULL], FULL, ONE);
            accepted++;
        }
        assertThat(accepted).isEqualTo(4 * SendBatch.MAX_PACKET_BYTES / FULL);
        assertThat(batch.isOut()).isFalse();
        assertThat(batch.hasRoom(FULL)).isFalse();
        assertThat(counters.get(NetCounterId.SEND_BLOCKED)).isOne();
        device.open = true;
        assertThat(batch.hasRoom(FULL)).isTrue();
        assertThat(batch.isOut()).isTrue();
        assertThat(device.datagrams).isEqualTo(accepted);
    }

    @Test
    void shouldSendOneByOneAfterADeviceHasRefusedASuperPacket() {
        device.refusal = new Errors.NativeIoException("sendmmsg", -5, false);
        add(2, FULL, ONE);
        batch.flush();
        assertThat(counters.get(NetCounterId.GSO_REFUSED)).isOne();
        assertThat(counters.get(NetCounterId.SEND_ERRORS)).isOne();
        device.refusal = null;
        add(2, FULL, ONE);
        batch.flush();
        assertThat(device.sent).containsExactly("1 x 1408 to 192.0.2.1:1", "1 x 1408 to 192.0.2.1:1");
    }

    @Test
    void shouldCountAFullDeviceQueueApart() {
        device.refusal = new Errors.NativeIoException("sendmmsg", -105, false);
        add(2, FULL, ONE);
        batch.flush();
        assertThat(counters.get(NetCounterId.SEND_NO_BUFFERS)).isOne();
        assertThat(counters.get(NetCounterId.GSO_REFUSED)).isZero();
    }

    private void add(int datagrams, int length, InetSocketAddress to) {
        for (int i = 0; i < datagrams; i++) {
            batch.add(new byte[length], length, to);
        }
    }

    /** A channel that tells what it was given, and can refuse it or keep it waiting. */
    private static final class Device extends EmbeddedChannel {

        final List<String> sent = new ArrayList<>();
        boolean open = true;
        int datagrams;
        @Nullable
        IOException refusal;

        @Override
        protected void doWrite(ChannelOutboundBuffer waiting) {
            while (open && waiting.current() instanceof DatagramPacket packet) {
                if (refusal == null) {
                    sent.add(describe(packet));
                    waiting.remove();
                } else {
                    waiting.remove(refusal);
                }
            }
        }

        private String describe(DatagramPacket packet) {
            ByteBuf bytes = packet.content();
            int segment = packet instanceof SegmentedDatagramPacket many ? many.segmentSize() : bytes.readableBytes();
            int last = bytes.readableBytes() % segment;
            int full = bytes.readableBytes() / segment;
            datagrams += full + (last > 0 ? 1 : 0);
            return full + " x " + segment + (last > 0 ? " + " + last : "") + " to "
                    + Addresses.format(packet.recipient());
        }
    }
}
