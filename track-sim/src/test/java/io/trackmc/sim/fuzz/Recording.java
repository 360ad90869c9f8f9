package io.trackmc.sim.fuzz;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All datagrams of whole sessions that went well: food for replays, and for templates. */
final class Recording {

    /** Incarnations of benches begin above those of all recordings. */
    static final long LATER_RUNS = 1_000_000;

    private static final long EARLIER_RUNS = 1_000;
    private static final Map<Group, List<Sent>> SESSIONS = new ConcurrentHashMap<>();

    private Recording() {}

    /** Of a group with the same nodes and SPIs and other secrets. */
    static List<Sent> ofStranger() {
        return of(Group.STRANGER);
    }

    /** Of runs of the same nodes before those of a bench. */
    static List<Sent> ofEarlierSession(Group group) {
        return of(group);
    }

    private static List<Sent> of(Group group) {
        return SESSIONS.computeIfAbsent(group, Recording::record);
    }

    private static List<Sent> record(Group group) {
        Bench bench = new Bench(group, EARLIER_RUNS);
        bench.advance(50_000_000);
        bench.loseNext(Group.RH, 3);
        bench.node(Group.SENDER).sender().begin();
        for (int i = 0; i < 20; i++) {
            bench.node(Group.SENDER).publisher.offer(new byte[100 * i]);
            bench.loseNext(1 + i % 6, 2);
            bench.advance(5_000_000);
        }
        bench.node(Group.SENDER).publisher.close();
        bench.advance(5_000_000_000L);
        return List.copyOf(bench.sent);
    }
}
