package io.trackmc.sim.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Path;
import io.trackmc.sim.core.EventQueue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoardingTest {

    private static final Datagram ONE = datagram(1);
    private static final Datagram OTHER = datagram(2);

    private final EventQueue queue = new EventQueue();
    private final Sockets sockets = new Sockets();
    private final Boarding boarding = new Boarding(queue, sockets);
    private final List<String> arrivals = new ArrayList<>();

    @Test
    void shouldMakeOneEventOfAllWhomADatagramReachesAtTheSameTime() {
        for (int node = 1; node <= 1_000; node++) {
            to(node, 50, ONE);
        }
        assertThat(queue.size()).isEqualTo(1);
        run();
        assertThat(arrivals).hasSize(1_000).startsWith("1 at node 1", "1 at node 2").endsWith("1 at node 1000");
    }

    @Test
    void shouldKeepTheOrderInWhichTheyWereAdded() {
        to(1, 50, ONE);
        to(2, 50, OTHER);
        to(3, 50, ONE);
        to(4, 40, ONE);
        to(5, 50, ONE);
        run();
        assertThat(arrivals).containsExactly(
                "1 at node 4", "1 at node 1", "2 at node 2", "1 at node 3", "1 at node 5");
    }

    @Test
    void shouldNotAddToAFlightThatIsClosed() {
        to(1, 50, ONE);
        boarding.close();
        queue.at(50, () -> arrivals.add("something else"));
        to(2, 50, ONE);
        run();
        assertThat(arrivals).containsExactly("1 at node 1", "something else", "1 at node 2");
    }

    private void to(int node, long atNs, Datagram datagram) {
        sockets.put(node, arriving -> arrivals.add(arriving.id() + " at node " + node));
        boarding.target(node);
        boarding.deliver(atNs, datagram);
    }

    private void run() {
        while (queue.step(1_000)) {
            // All of it.
        }
    }

    private static Datagram datagram(long id) {
        return new Datagram(id, 1, new Endpoint(0, 1, 2), Path.Channel.DATA, new byte[0], Datagram.Origin.SENT);
    }
}
