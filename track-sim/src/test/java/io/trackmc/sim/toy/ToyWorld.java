package io.trackmc.sim.toy;

import io.trackmc.proto.engine.Engine;
import io.trackmc.sim.check.DeliveryChecker;
import io.trackmc.sim.core.LocalClock;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.node.HostSettings;
import io.trackmc.sim.node.Launch;
import io.trackmc.sim.node.Program;
import io.trackmc.sim.world.World;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.function.UnaryOperator;

/** A world of one toy sender and some toy receivers, with everything that tests want to turn. */
public final class ToyWorld {

    public static final int SENDER = 1;
    public static final int FIRST_RECEIVER = 2;
    private static final long INTERVAL_NS = 300_000;

    public final World world;
    public final DeliveryChecker deliveries;
    private final int receivers;

    public ToyWorld(long seed, int receivers, int messages) {
        this(seed, receivers, messages, LocalClock.EXACT, message -> message);
    }

    /** @param onDelivery what each receiver makes of a message before it hands it to the application */
    public ToyWorld(long seed, int receivers, int messages, LocalClock clock, UnaryOperator<byte[]> onDelivery) {
        this.receivers = receivers;
        this.world = new World(new Seed(seed));
        BitSet all = new BitSet();
        all.set(FIRST_RECEIVER, FIRST_RECEIVER + receivers);
        this.deliveries = new DeliveryChecker(world.violations(), all, new BitSet());
        world.observe(deliveries);
        HostSettings settings = HostSettings.DEFAULT.with(clock);
        world.addNode(SENDER, settings, (launch, nowNs) -> new Source(launch, nowNs, receivers, messages));
        for (int node = FIRST_RECEIVER; node < FIRST_RECEIVER + receivers; node++) {
            world.addNode(node, settings, (launch, nowNs) -> new Sink(launch, onDelivery));
            world.network().joinData(node);
        }
    }

    /** Starts all nodes, receivers first. */
    public ToyWorld start() {
        for (int node = FIRST_RECEIVER + receivers - 1; node >= SENDER; node--) {
            world.node(node).start();
        }
        return this;
    }

    /** Whether each receiver has everything. */
    public boolean isComplete() {
        for (int node = FIRST_RECEIVER; node < FIRST_RECEIVER + receivers; node++) {
            if (!deliveries.isComplete(node)) {
                return false;
            }
        }
        return true;
    }

    /** Offers numbered messages of different lengths at a steady pace, then closes. */
    private static final class Source implements Program {

        private final Launch launch;
        private final ToySender engine;
        private final int messages;
        private int offered;
        private long nextNs;
        private boolean closed;

        Source(Launch launch, long nowNs, int receivers, int messages) {
            this.launch = launch;
            this.engine = new ToySender(launch.node(), receivers, nowNs);
            this.messages = messages;
            this.nextNs = nowNs;
        }

        @Override
        public Engine engine() {
            return engine;
        }

        @Override
        public boolean work(long nowNs) {
            if (closed || nextNs - nowNs > 0) {
                return false;
            }
            nextNs += INTERVAL_NS;
            if (offered == messages) {
                closed = true;
                engine.close();
                launch.journal().closed();
                return true;
            }
            byte[] message = ("message " + "x".repeat(offered % 100) + offered++).getBytes(StandardCharsets.UTF_8);
            engine.offer(message);
            launch.journal().offered(message);
            return true;
        }

        @Override
        public long nextWorkNs() {
            return closed ? Engine.NO_DEADLINE : nextNs;
        }
    }

    private static final class Sink implements Program {

        private final Launch launch;
        private final ToyReceiver engine;
        private final UnaryOperator<byte[]> onDelivery;

        Sink(Launch launch, UnaryOperator<byte[]> onDelivery) {
            this.launch = launch;
            this.engine = new ToyReceiver(launch.node(), launch.seed().generator());
            this.onDelivery = onDelivery;
        }

        @Override
        public Engine engine() {
            return engine;
        }

        @Override
        public boolean work(long nowNs) {
            byte[] message = engine.poll();
            boolean any = message != null;
            for (; message != null; message = engine.poll()) {
                launch.journal().delivered(onDelivery.apply(message));
            }
            return any;
        }
    }
}
