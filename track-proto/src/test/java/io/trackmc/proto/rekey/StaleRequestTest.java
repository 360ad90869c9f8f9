package io.trackmc.proto.rekey;

import io.trackmc.proto.engine.EngineScratch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.feedback.ExponentialBackoff;
import io.trackmc.proto.feedback.NackTiming;
import io.trackmc.proto.protect.Direction;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.StalePairs;
import io.trackmc.proto.rate.TokenBucket;
import io.trackmc.proto.testing.FakeGroup;
import io.trackmc.proto.testing.FakeHopKeys;
import io.trackmc.proto.testing.Nodes;
import io.trackmc.proto.tree.ChildTable;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.proto.wire.RekeyRequestMessage;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Requests under keys of no epoch at a repair head that lacks what is asked for: only an authentic one makes it ask above. */
class StaleRequestTest {

    private static final int HEAD = 10;
    private static final int CHILD = 100;
    private static final long SECOND_NS = 1_000_000_000L;

    private final Counters counters = new Counters();
    private final Pairs pairs = new Pairs();
    private final Path path = new Path().set(Path.Channel.UNICAST, 0, 1, 7_000);
    private final HopKeys keys = keys();
    private final Rekeying rekeying = head();
    private final RekeyServing serving = rekeying.asParent(HEAD, true, new ChildTable(4), keys.regionSealer(),
            new TokenBucket(1_000_000, 1_000_000));
    private long requests;

    @Test
    void anAuthenticRequestForWhatIsLackedMakesItAskAbove() {
        assertTrue(serving.onStaleRequest(SECOND_NS, path, request()));
    }

    @Test
    void aForgedRequestChangesNothingWhileSomethingIsWanted() {
        assertTrue(serving.onStaleRequest(SECOND_NS, path, request()));
        pairs.refusal = DropReason.BAD_ICV;

        assertFalse(serving.onStaleRequest(2 * SECOND_NS, path, request()));
        assertEquals(1, counters.drops());
    }

    @Test
    void whatTheParentSaysOfItsRekeysIsCertainOnlyWhenItSaysSoToThisNodeAlone() {
        RekeyAsking asking = rekeying.asChild(HEAD, NackTiming.lan(), new ExponentialBackoff(6, 20_000, 2_000_000,
                new SplittableRandom(1)), new SplittableRandom(2));
        HeartbeatMessage heartbeat = new HeartbeatMessage().transportRekey(4);

        asking.onHeartbeat(SECOND_NS, heartbeat, false, 1_000_000, 2);
        assertFalse(asking.isUpToDate(KeyLayer.TRANSPORT));

        asking.onHeartbeat(SECOND_NS, heartbeat, true, 1_000_000, 2);
        assertTrue(asking.isUpToDate(KeyLayer.TRANSPORT));
    }

    private Ingress request() {
        requests++;
        byte[] datagram = new byte[1_200];
        int length = new RekeyRequestMessage().layer(KeyLayer.TRANSPORT.code()).rekey(2).header(true)
                .write(datagram, 0);
        OuterHeader.writeSecurity(datagram, 0, KeyClass.STALE_PAIR.code(), Direction.UP.code(), -1, CHILD, 1, requests);
        Ingress packet = new Ingress(counters, 1_200);
        assertTrue(packet.accept(datagram, 0, length + HopKeys.ICV_LENGTH));
        return packet;
    }

    private Rekeying head() {
        NodeRekeys changing = new NodeRekeys(new SetUpdates(4, 4), new MemoryExpelledIds(), RekeyStore.DEFAULT_BYTES);
        return new Rekeying(keys, changing, true, new Silent(), new EventQueue(counters), counters,
                new EngineScratch());
    }

    private HopKeys keys() {
        FakeGroup group = new FakeGroup().add(new FakeGroup.Member(HEAD, FakeGroup.Role.REPAIR_HEAD, HEAD, List.of()));
        HopKeys fake = new FakeHopKeys(group, HEAD, Nodes.incarnation(HEAD, 1));
        return (HopKeys) Proxy.newProxyInstance(HopKeys.class.getClassLoader(), new Class<?>[] {HopKeys.class},
                (_, method, arguments) -> "stalePairs".equals(method.getName())
                        ? pairs : method.invoke(fake, arguments));
    }

    private static final class Silent implements RekeyListener {
        @Override
        public void onExpelled(long nowNs, int nodeId) {}

        @Override
        public void onInstalled(long nowNs, KeyLayer layer) {}

        @Override
        public void onFlipped(long nowNs) {}
    }

    private static final class Pairs implements StalePairs {

        private @Nullable DropReason refusal;

        @Override
        public int sealRequest(int parent, byte[] datagram, int offset, int outerLength) {
            return outerLength;
        }

        @Override
        public @Nullable DropReason verifyRequest(int child, byte[] datagram, int offset, int outerLength) {
            return refusal;
        }

        @Override
        public int sealRekey(int child, long counter, byte[] datagram, int offset, int outerLength, int innerLength,
                byte[] digest,
                int digestOffset) {
            return outerLength + innerLength;
        }

        @Override
        public @Nullable DropReason verifyRekey(int parent, byte[] datagram, int offset, int outerLength,
                int innerLength) {
            return null;
        }
    }
}
