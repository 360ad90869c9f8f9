package io.trackmc.proto.tree;

import static io.trackmc.proto.tree.RegionFixture.ANN;
import static io.trackmc.proto.tree.RegionFixture.BOB;
import static io.trackmc.proto.tree.RegionFixture.HEAD;

import io.trackmc.proto.testing.Snapshot;
import io.trackmc.proto.testing.StateTable;
import io.trackmc.proto.wire.NackMessage;
import org.junit.jupiter.api.Test;

/** Every state of a child at its parent, and every event. The entry shown is "settled, provisional". */
class ChildStateTableTest {

    private static final int RUN = 2;
    private static final int NEWER = 3;
    private static final int OLDER = 1;
    private static final int ATTEMPT = 5;

    @Test
    void shouldTreatAReceiverAsTheTableSays() {
        Snapshot.check("child-receiver", table(ANN).print());
    }

    @Test
    void shouldTreatARepairHeadAsTheTableSays() {
        Snapshot.check("child-repair-head", table(HEAD).print());
    }

    private static StateTable<RegionFixture> table(int id) {
        StateTable<RegionFixture> table = new StateTable<RegionFixture>(f -> f.report(id))
                .state("UNKNOWN", ChildStateTableTest::withSibling)
                .state("PROVISIONAL", () -> withSibling().request(id, RUN, ATTEMPT))
                .state("BOUND", () -> bound(id))
                .state("BOUND, and a newer run PROVISIONAL", () -> bound(id).request(id, NEWER, 1))
                .state("LEFT", () -> bound(id).unbind(id, RUN))
                .state("LOST", () -> lost(id))
                .state(id == HEAD ? "HELD" : "LEFT, expelled", () -> bound(id).expel(id));
        return table.event("BindRequest again", f -> f.request(id, RUN, ATTEMPT))
                .event("BindRequest of a later attempt", f -> f.request(id, RUN, ATTEMPT + 1))
                .event("BindRequest of an earlier attempt", f -> f.request(id, RUN, ATTEMPT - 1))
                .event("BindRequest of a later run", f -> f.request(id, NEWER, 1))
                .event("BindRequest of an earlier run", f -> f.request(id, OLDER, 99))
                .event("BindRequest while the session is unknown", f -> {
                    f.session.place(SessionState.DISCONNECTED);
                    f.request(id, RUN, ATTEMPT + 1);
                })
                .event("BindRequest of a node on the path to the sender", f -> {
                    f.session.addAncestor(id);
                    f.request(id, RUN, ATTEMPT + 1);
                })
                .event("Track", f -> f.track(id, RUN))
                .event("Track once more", f -> f.track(id, RUN).again())
                .event("Track of the later run", f -> f.track(id, NEWER))
                .event("forged Track", f -> f.forged(id, RUN))
                .event("Nack", f -> f.up(id, RUN, nack()))
                .event("UnbindRequest", f -> f.unbind(id, RUN))
                .event("UnbindRequest that asks", f -> f.askToUnbind(id, RUN))
                .event("UnbindRequest two times", f -> f.unbind(id, RUN).unbind(id, RUN))
                .event("EjectConfirm", f -> f.ejectConfirm(id, RUN))
                .event("a rekey expels it", f -> f.expel(id))
                .event("another session begins", f -> f.region.reset(f.nowNs))
                .event("silence for one second", f -> f.after(1_000))
                .event("silence for four seconds", f -> f.after(4_000))
                .event("silence for a minute", f -> f.after(60_000));
    }

    /** A region is never empty here, so that what happens to the child is told from what happens to the last child. */
    private static RegionFixture withSibling() {
        return new RegionFixture(4).bound(BOB, 1);
    }

    private static RegionFixture bound(int id) {
        return withSibling().request(id, RUN, ATTEMPT).track(id, RUN);
    }

    private static RegionFixture lost(int id) {
        RegionFixture f = bound(id);
        for (int i = 0; i < 30; i++) {
            f.after(100).track(BOB, 1);
        }
        return f;
    }

    private static NackMessage nack() {
        NackMessage nack = new NackMessage();
        nack.addRange(1, 1);
        return nack;
    }
}
