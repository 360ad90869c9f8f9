package io.trackmc.sim.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.net.Datagram;
import io.trackmc.sim.world.World;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SimNodeTest {

    private static final int NODE = 1;

    private final World world = new World(new Seed(1));
    private final Misbehaving engine = new Misbehaving();

    /** An engine that does on input and time-out what a test tells it to. */
    private static final class Misbehaving implements Engine {

        private final Counters counters = new Counters();
        private Consumer<Misbehaving> onInput = self -> self.counters.drop(DropReason.BAD_ICV);
        private long deadlineNs = NO_DEADLINE;
        private boolean sends;
        private boolean sendsForEver;
        private boolean reports;

        @Override
        public void onDatagram(long nowNs, Path path, byte[] bytes, int offset, int length) {
            onInput.accept(this);
        }

        @Override
        public void onTimeout(long nowNs) {}

        @Override
        public long nextDeadlineNs() {
            return deadlineNs;
        }

        @Override
        public boolean pollTransmit(long nowNs, Transmit out) {
            out.multicast(Transmit.Destination.DATA, 10);
            boolean now = sends;
            sends = sendsForEver;
            return now;
        }

        @Override
        public int drainEvents(EventHandler handler, int limit) {
            if (!reports) {
                return 0;
            }
            reports = false;
            handler.onEvent(new EngineEvent.Finished());
            return 1;
        }

        @Override
        public Counters counters() {
            return counters;
        }
    }

    @Test
    void shouldAcceptEngineThatOnlyCountsForgedInput() {
        assertThat(violationsAfterForgedInput()).isEmpty();
    }

    @Test
    void shouldFindEngineThatDoesNotCountForgedInput() {
        engine.onInput = self -> {};
        assertThat(violationsAfterForgedInput()).contains("counted 0 drops");
    }

    @Test
    void shouldFindEngineThatAnswersForgedInput() {
        engine.onInput = self -> {
            self.counters.drop(DropReason.BAD_ICV);
            self.sends = true;
        };
        assertThat(violationsAfterForgedInput()).contains("sent a datagram");
    }

    @Test
    void shouldFindEngineThatReportsForgedInput() {
        engine.onInput = self -> {
            self.counters.drop(DropReason.BAD_ICV);
            self.reports = true;
        };
        assertThat(violationsAfterForgedInput()).contains("reported an event");
    }

    @Test
    void shouldFindEngineThatMovesItsDeadlineForForgedInput() {
        engine.onInput = self -> {
            self.counters.drop(DropReason.BAD_ICV);
            self.deadlineNs = 1_000;
        };
        assertThat(violationsAfterForgedInput()).contains("moved its deadline");
    }

    @Test
    void shouldFindEngineThatThrows() {
        engine.onInput = self -> {
            throw new IllegalStateException("boom");
        };
        assertThat(violationsAfterForgedInput()).contains("threw").contains("boom").contains("SimNodeTest");
        assertThat(world.node(NODE).isRunning()).isFalse();
    }

    @Test
    void shouldFindEngineThatNeverStopsSending() {
        engine.sends = true;
        engine.sendsForEver = true;
        start();
        assertThat(world.violations().texts()).first().asString().contains("endless-output");
    }

    @Test
    void shouldFindEngineThatIsAlwaysDue() {
        engine.deadlineNs = 5;
        start();
        world.runFor(1_000_000);
        assertThat(world.violations().texts()).first().asString().contains("overdue");
    }

    private String violationsAfterForgedInput() {
        start();
        world.network().inject(NODE,
                new Datagram(0, 0, world.network().endpoint(NODE), Path.Channel.UNICAST, new byte[3],
                        Datagram.Origin.FORGED));
        world.runFor(1_000);
        return String.join("\n", world.violations().texts());
    }

    private void start() {
        world.addNode(NODE, HostSettings.DEFAULT, (launch, nowNs) -> new Program() {
            @Override
            public Engine engine() {
                return engine;
            }

            @Override
            public boolean work(long nowNs) {
                return false;
            }
        }).start();
    }
}
