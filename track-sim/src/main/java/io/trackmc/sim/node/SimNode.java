package io.trackmc.sim.node;

import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.sim.core.EventQueue;
import io.trackmc.sim.core.LocalClock;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.net.Datagram;
import io.trackmc.sim.net.SimNetwork;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.observe.WorldObserver.HostChange;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A host in the simulated world: drives the engine of one node as the contract of {@link Engine} asks, and crashes,
 * restarts and pauses.
 *
 * <p>While it is paused (a garbage collection, a suspended machine) time passes, datagrams wait in a bounded socket queue
 * and nothing runs. While it is down datagrams are lost. A restart is a new run: new incarnation, new engine, no memory.
 */
public final class SimNode {

    /** An engine that sends more than this without time passing is taken to be in a loop. */
    static final int MAX_OUTPUTS_AT_ONCE = 100_000;

    /** An engine that is due again this often right after its time-out is taken to be in a loop. */
    static final int MAX_OVERDUE_IN_A_ROW = 1_000;

    /** Leaves 40 bits, like the milliseconds of a wall clock, so that the incarnations of a node never wrap. */
    private static final int FIRST_INCARNATION_SHIFT = 24;

    private enum Power {
        DOWN,
        UP,
        PAUSED
    }

    private final int id;
    private final HostSettings settings;
    private final Launcher launcher;
    private final Seed seed;
    private final EventQueue queue;
    private final SimNetwork network;
    private final WorldObserver observer;
    private final Violations violations;
    private final RandomGenerator slack;
    private final Transmit out;
    private final Path path;
    private final UntouchedCheck untouched;
    private final Queue<Datagram> socketQueue = new ArrayDeque<>(0);
    private final Engine.EventHandler events = this::onEvent;
    private final Consumer<DropReason> onDrop = this::onDrop;
    private final Runnable onTimer = this::fire;
    private DropWatch drops = new DropWatch();
    private Power power = Power.DOWN;
    private @Nullable Program program;
    private int run;
    private long armedNs = LocalClock.NEVER;
    private long armedOrder;
    private int overdueInARow;

    public SimNode(int id, HostSettings settings, Launcher launcher, Seed seed, EventQueue queue, SimNetwork network,
            WorldObserver observer, Violations violations, Workbench bench) {
        this.id = id;
        this.settings = settings;
        this.launcher = launcher;
        this.seed = seed;
        this.queue = queue;
        this.network = network;
        this.observer = observer;
        this.violations = violations;
        this.slack = seed.child("slack").generator();
        this.out = bench.output(settings.datagramBytes());
        this.path = bench.path();
        this.untouched = bench.untouched(settings.datagramBytes());
    }

    /** Node id. */
    public int id() {
        return id;
    }

    /** Number of the present or last run; 0 before the first. */
    public int run() {
        return run;
    }

    /** Whether the node has been started and has not crashed since; it may be paused. */
    public boolean isRunning() {
        return power != Power.DOWN;
    }

    /** The program of the present run, or null while the node is down. */
    public @Nullable Program program() {
        return program;
    }

    /** Starts a new run. */
    public void start() {
        if (power != Power.DOWN) {
            throw new IllegalStateException("node " + id + " runs");
        }
        power = Power.UP;
        run++;
        Seed runSeed = seed.child("run").child(run);
        Incarnation incarnation = new Incarnation((seed.value() >>> FIRST_INCARNATION_SHIFT) + run,
                runSeed.child("incarnation").value());
        observer.onHost(queue.nowNs(), id, run, HostChange.STARTED);
        drops = new DropWatch();
        guarded(() -> {
            program = launcher.launch(new Launch(id, run, incarnation, runSeed, new HostJournal()), localNs());
            settle(program);
        });
    }

    /** Ends the run at once: nothing is sent any more, nothing is remembered. */
    public void crash() {
        if (power != Power.DOWN) {
            power = Power.DOWN;
            program = null;
            socketQueue.clear();
            disarm();
            observer.onHost(queue.nowNs(), id, run, HostChange.CRASHED);
        }
    }

    /** Stops everything until {@link #resume}; only a running node pauses. */
    public void pause() {
        if (power == Power.UP) {
            power = Power.PAUSED;
            disarm();
            observer.onHost(queue.nowNs(), id, run, HostChange.PAUSED);
        }
    }

    /** Goes on after a pause: what has waited in the socket comes in at once. */
    public void resume() {
        if (power == Power.PAUSED) {
            power = Power.UP;
            observer.onHost(queue.nowNs(), id, run, HostChange.RESUMED);
            guarded(this::catchUp);
        }
    }

    /** Takes in a datagram from the network. */
    public void arrive(Datagram datagram) {
        switch (power) {
            case UP -> guarded(() -> process(datagram));
            case PAUSED -> {
                if (socketQueue.size() < settings.socketQueueDatagrams()) {
                    socketQueue.add(datagram);
                }
            }
            case DOWN -> {
                // A host that is off receives nothing.
            }
        }
    }

    /**
     * Gives a command from outside to the program of a node that is up, and lets it act on it.
     *
     * @param command takes the time by the clock of the host, in nanoseconds
     */
    public void tell(LongConsumer command) {
        if (power == Power.UP) {
            guarded(() -> {
                command.accept(localNs());
                settle(Objects.requireNonNull(program));
            });
        }
    }

    private void catchUp() {
        Program running = Objects.requireNonNull(program);
        if (settings.timersFirst()) {
            running.engine().onTimeout(localNs());
            settle(running);
        }
        for (Datagram next = socketQueue.poll(); next != null; next = socketQueue.poll()) {
            process(next);
        }
        timeout(running);
    }

    private void process(Datagram datagram) {
        Program running = Objects.requireNonNull(program);
        observer.onArrival(queue.nowNs(), id, datagram);
        if (datagram.origin() == Datagram.Origin.FORGED) {
            running.engine().onTimeout(localNs());
            settle(running);
            String change = untouched.changeBy(running.engine(), localNs(), () -> input(running.engine(), datagram));
            if (change != null) {
                violations.report("forged-input", queue.nowNs(), "node " + id + " " + change);
            }
        } else {
            input(running.engine(), datagram);
        }
        drops.poll(running.engine().counters(), onDrop);
        settle(running);
    }

    private void input(Engine engine, Datagram datagram) {
        path.set(datagram.channel(), datagram.source().high(), datagram.source().low(), datagram.source().port());
        engine.onDatagram(localNs(), path, datagram.bytes(), 0, datagram.bytes().length);
    }

    private void settle(Program running) {
        int outputs = 0;
        boolean busy = true;
        while (busy && outputs <= MAX_OUTPUTS_AT_ONCE) {
            outputs += drain(running.engine());
            boolean worked = running.work(localNs());
            int sent = transmitAll(running.engine());
            outputs += sent + (worked ? 1 : 0);
            busy = worked || sent > 0;
        }
        if (outputs > MAX_OUTPUTS_AT_ONCE) {
            violations.report("endless-output", queue.nowNs(), "node " + id + " never stops sending");
        }
        drain(running.engine());
        arm(running);
    }

    private int drain(Engine engine) {
        return engine.drainEvents(events, Integer.MAX_VALUE);
    }

    private void onEvent(EngineEvent event) {
        observer.onEvent(queue.nowNs(), id, event);
    }

    private void onDrop(DropReason reason) {
        observer.onDrop(queue.nowNs(), id, reason);
    }

    private int transmitAll(Engine engine) {
        int sent = 0;
        while (sent <= MAX_OUTPUTS_AT_ONCE && engine.pollTransmit(localNs(), out)) {
            byte[] bytes = network.send(id, out);
            observer.onTransmit(queue.nowNs(), new Transmission(id, out.destination(), out.endpoint(), bytes));
            sent++;
        }
        return sent;
    }

    /** Timers may fire early, which is harmless, but an armed one is never put off, or steady input would starve it. */
    private void arm(Program running) {
        long dueNs = Math.min(dueNs(running.engine().nextDeadlineNs()), dueNs(running.nextWorkNs()));
        if (dueNs == LocalClock.NEVER) {
            return;
        }
        long lateNs = settings.timerSlackNs() == 0 ? 0 : slack.nextLong(settings.timerSlackNs() + 1);
        long fireNs = Math.max(dueNs + lateNs, queue.nowNs() + 1);
        if (fireNs < armedNs) {
            armedNs = fireNs;
            armedOrder = queue.at(fireNs, onTimer);
        }
    }

    private void disarm() {
        armedNs = LocalClock.NEVER;
    }

    private long dueNs(long localDeadlineNs) {
        return localDeadlineNs == Engine.NO_DEADLINE
                ? LocalClock.NEVER
                : settings.clock().worldNs(localDeadlineNs, queue.nowNs());
    }

    /** A timer that was replaced by an earlier one, or disarmed, still fires: it is known by its number. */
    private void fire() {
        if (armedNs != LocalClock.NEVER && armedOrder == queue.running()) {
            disarm();
            guarded(() -> timeout(Objects.requireNonNull(program)));
        }
    }

    private void timeout(Program running) {
        running.engine().onTimeout(localNs());
        settle(running);
        boolean overdue = dueNs(running.engine().nextDeadlineNs()) <= queue.nowNs();
        overdueInARow = overdue ? overdueInARow + 1 : 0;
        if (overdueInARow == MAX_OVERDUE_IN_A_ROW) {
            violations.report("overdue", queue.nowNs(), "node " + id + " is still due after its time-out was served");
        }
    }

    private long localNs() {
        return settings.clock().localNs(queue.nowNs());
    }

    /** An engine that throws has a bug: the run goes on without the node, and the verdict is known. */
    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | AssertionError e) {
            violations.report("threw", queue.nowNs(), "node " + id + " run " + run + ": " + StackTraces.brief(e));
            crash();
        }
    }

    private final class HostJournal implements Launch.Journal {

        @Override
        public void offered(byte[] message) {
            observer.onOffered(queue.nowNs(), id, message);
        }

        @Override
        public void delivered(byte[] message) {
            observer.onDelivered(queue.nowNs(), id, message);
        }

        @Override
        public void confirmed(long sequence) {
            observer.onConfirmed(queue.nowNs(), id, sequence);
        }

        @Override
        public void closed() {
            observer.onClosed(queue.nowNs(), id);
        }
    }
}
