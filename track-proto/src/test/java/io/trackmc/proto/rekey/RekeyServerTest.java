package io.trackmc.proto.rekey;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.rate.TokenBucket;
import io.trackmc.proto.testing.FakeGroup;
import io.trackmc.proto.testing.FakeHopKeys;
import io.trackmc.proto.testing.Nodes;
import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.TestChildren;
import io.trackmc.proto.wire.RekeyRequestMessage;
import io.trackmc.proto.wire.TrackMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a parent sends and wants for one request. */
class RekeyServerTest {

    private static final int HEAD = 10;
    private static final int CHILD = 100;
    private static final int CHILD_HEAD = 20;
    private static final KeyLayer LAYER = KeyLayer.TRANSPORT;

    private final Counters counters = new Counters();
    private final TestChildren children = new TestChildren(4);
    private final ChildWants wants = new ChildWants(counters);
    private final HopKeys keys = new FakeHopKeys(
            new FakeGroup().add(new FakeGroup.Member(HEAD, FakeGroup.Role.REPAIR_HEAD, HEAD, List.of())), HEAD,
            Nodes.incarnation(HEAD, 1));
    private final RekeyStore store = new RekeyStore(keys, true, RekeyStore.DEFAULT_BYTES);
    private final RekeyServer server = new RekeyServer(new SetUpdates(3, 3), store, wants, children.table(),
            keys.regionSealer(), new TokenBucket(0, 0), counters);
    private final List<KeptPart> handed = new ArrayList<>();

    @Test
    void asksForNoSliceAboveThatCannotExist() {
        KeptParts.header(store, 2, 3);
        KeptParts.slice(store, 2, 0, 0, 1, 3);

        serveStale(2, 77);

        assertThat(wants.count()).as("all three chunks that there are belong to slice 0").isZero();
    }

    @Test
    void asksAboveForTheSliceThatAChildNeeds() {
        KeptParts.header(store, 2, 5);
        KeptParts.slice(store, 2, 0, 0, 1, 3);

        serveStale(2, 77, 78, 79);

        assertThat(wants.count()).isEqualTo(1);
        assertThat(wants.contains(LAYER, 2, 77)).isTrue();
    }

    @Test
    void looksNoLongerForAChildThatAsksForNothingThanItsBudgetLasts() {
        KeptParts.header(store, 2, 3);
        KeptParts.slice(store, 2, 0, 0, 1, 3);
        Child child = children.bound(CHILD, new TrackMessage(), 100_000);
        RekeyRequestMessage request = request(2);
        for (int i = 0; i < RekeyRequestMessage.MAX_ENTRIES; i++) {
            request.add(77, 0, RekeyRequestMessage.WHOLE_SLICE);
        }

        for (int i = 0; i < 1_000; i++) {
            server.onRequest(1, child, request);
        }

        int served = 100_000 / RekeyServer.LOOK_BYTES / RekeyRequestMessage.MAX_ENTRIES;
        assertThat(counters.get(CounterId.REPAIRS_OVER_SHARE)).isGreaterThan(1_000 - 2L * served);
    }

    @Test
    void asksForTheHeaderFirst() {
        serveStale(2, 77, 78, 79);

        assertThat(wants.count()).isEqualTo(1);
        assertThat(wants.contains(LAYER, 2, KeyUpdates.NO_SLICE)).isTrue();
    }

    @Test
    void sendsNothingMoreOnceAPartIsRefused() {
        KeptParts.header(store, 2, 20);
        KeptParts.slice(store, 2, 0, 0, 1, 10);
        KeptParts.slice(store, 2, 5, 0, 11, 10);
        RekeyRequestMessage request = request(2);
        request.add(0, 0, RekeyRequestMessage.WHOLE_SLICE);
        request.add(5, 0, RekeyRequestMessage.WHOLE_SLICE);
        int[] tried = new int[1];

        server.serveStale(LAYER, 2, CHILD, request, _ -> ++tried[0] < 4);

        assertThat(tried[0]).isEqualTo(4);
    }

    @Test
    void sendsWhatIsBelowARegionToNobodyWhoHasNone() {
        KeptParts.header(store, 2, 20);
        KeptParts.slice(store, 2, 0, 0, 1, 10);
        KeptParts.slice(store, 2, 5, 0, 11, 10);
        RekeyRequestMessage request = request(2);
        for (int i = 0; i < RekeyRequestMessage.MAX_ENTRIES; i++) {
            request.add(0, 0, RekeyRequestMessage.SUBTREE);
        }
        server.serveStale(LAYER, 2, CHILD, request, handed::add);

        assertThat(handed).isEmpty();
    }

    @Test
    void sendsARepairHeadWhatIsBelowOneRegionAndAReceiverNothingOfTheKind() {
        KeptParts.header(store, 2, 20);
        KeptParts.slice(store, 2, 0, 0, 1, 10);
        KeptParts.slice(store, 2, 5, 0, 11, 10);
        RekeyRequestMessage request = request(2);
        request.add(5, 0, RekeyRequestMessage.SUBTREE);
        request.add(0, 0, RekeyRequestMessage.SUBTREE);

        assertThat(sentFor(children.bound(CHILD, new TrackMessage()), request)).isZero();
        assertThat(sentFor(children.bound(CHILD_HEAD, new TrackMessage()), request)).isEqualTo(10);
    }

    private int sentFor(Child child, RekeyRequestMessage request) {
        children.prove(child);
        server.onRequest(1, child, request);
        int parts = 0;
        while (server.poll(1, new Transmit(1_400))) {
            parts++;
        }
        return parts;
    }

    private void serveStale(long rekey, int... slices) {
        RekeyRequestMessage request = request(rekey);
        for (int slice : slices) {
            request.add(slice, 0, RekeyRequestMessage.WHOLE_SLICE);
        }
        server.serveStale(LAYER, rekey, CHILD, request, handed::add);
    }

    private static RekeyRequestMessage request(long rekey) {
        return new RekeyRequestMessage().layer(LAYER.code()).rekey(rekey);
    }
}
