package io.trackmc.sim.node;

import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.sim.core.LocalClock;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.net.Datagram;
import io.trackmc.sim.net.SimNetwork;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.WorldObserver.HostChange;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
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
public final class SimNode implements SimNetwork.Socket, Runnable {

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
    private final Site site;
    private Power power = Power.DOWN;
    private @Nullable RandomGenerator slack;
    private @Nullable Queue<Datagram> socketQueue;
    private @Nullable DropWatch drops;
    private @Nullable Program program;
    private int run;
    private int overdueInARow;
    private long armedNs = LocalClock.NEVER;
    private long armedOrder;

    public SimNode(int id, HostSettings settings, Launcher launcher, Seed seed, Site site) {
        this.id = id;
        this.settings = settings;
        this.launcher = launcher;
        this.seed = seed;
        this.site = site;
    }

    /** Node id. */
    public int id() {
        return id;
    }

    /** Number of the present or last run; 0 before the first. */
    public int runs() {
        return run;
    }

    /** Whether the node has been started and has not crashed since; it may be paused. */
    public boolean isRunning() {
        return power != Power.DOWN;
    }

    /** Whether it stands still. */
    public boolean isPaused() {
        return power == Power.PAUSED;
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
        site.observers().onHost(site.queue().nowNs(), id, run, HostChange.STARTED);
        drops = null;
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
            socketQueue = null;
            disarm();
            site.observers().onHost(site.queue().nowNs(), id, run, HostChange.CRASHED);
        }
    }

    /** Stops everything until {@link #resume}; only a running node pauses. */
    public void pause() {
        if (power == Power.UP) {
            power = Power.PAUSED;
            disarm();
            site.observers().onHost(site.queue().nowNs(), id, run, HostChange.PAUSED);
        }
    }

    /** Goes on after a pause: what has waited in the socket comes in at once. */
    public void resume() {
        if (power == Power.PAUSED) {
            power = Power.UP;
            site.observers().onHost(site.queue().nowNs(), id, run, HostChange.RESUMED);
            guarded(this::catchUp);
        }
    }

    /** Takes in a datagram from the network. */
    @Override
    public void arrive(Datagram datagram) {
        switch (power) {
            case UP -> {
                try {
                    process(datagram);
                } catch (RuntimeException | AssertionError e) {
                    fail(e);
                }
            }
            case PAUSED -> keep(datagram);
            case DOWN -> {
                // A host that is off receives nothing.
            }
        }
    }

    private void keep(Datagram datagram) {
        Queue<Datagram> waiting = socketQueue;
        if (waiting == null) {
            waiting = new ArrayDeque<>();
            socketQueue = waiting;
        }
        if (waiting.size() < settings.socketQueueDatagrams()) {
            waiting.add(datagram);
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
        Queue<Datagram> waiting = socketQueue;
        if (waiting != null) {
            for (Datagram next = waiting.poll(); next != null; next = waiting.poll()) {
                process(next);
            }
        }
        timeout(running);
    }

    private void process(Datagram datagram) {
        Program running = Objects.requireNonNull(program);
        site.observers().onArrival(site.queue().nowNs(), id, datagram);
        if (datagram.origin() == Datagram.Origin.FORGED) {
            running.engine().onTimeout(localNs());
            settle(running);
            String change = site.bench().untouched(settings.datagramBytes()).changeBy(running.engine(), localNs(),
                    () -> input(running.engine(), datagram));
            if (change != null) {
                site.violations().report("forged-input", site.queue().nowNs(), "node " + id + " " + change);
            }
        } else {
            input(running.engine(), datagram);
        }
        if (site.observers().watchDrops()) {
            watchDrops(running.engine());
        }
        settle(running);
    }

    private void watchDrops(Engine engine) {
        DropWatch watch = drops;
        if (watch == null) {
            watch = new DropWatch();
            drops = watch;
        }
        watch.poll(engine.counters(), reason -> site.observers().onDrop(site.queue().nowNs(), id, reason));
    }

    private void input(Engine engine, Datagram datagram) {
        Path path = site.bench().path();
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
            site.violations().report("endless-output", site.queue().nowNs(), "node " + id + " never stops sending");
        }
        drain(running.engine());
        arm(running);
    }

    private int drain(Engine engine) {
        return engine.drainEvents(event -> site.observers().onEvent(site.queue().nowNs(), id, event),
                Integer.MAX_VALUE);
    }

    private int transmitAll(Engine engine) {
        Transmit out = site.bench().output(settings.datagramBytes());
        int sent = 0;
        while (sent <= MAX_OUTPUTS_AT_ONCE && engine.pollTransmit(localNs(), out)) {
            byte[] bytes = site.network().send(id, out);
            site.observers().onTransmit(site.queue().nowNs(),
                    new Transmission(id, out.destination(), out.endpoint(), bytes));
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
        long lateNs = settings.timerSlackNs() == 0 ? 0 : slack().nextLong(settings.timerSlackNs() + 1);
        long fireNs = Math.max(dueNs + lateNs, site.queue().nowNs() + 1);
        if (fireNs < armedNs) {
            armedNs = fireNs;
            armedOrder = site.queue().at(fireNs, this);
        }
    }

    private RandomGenerator slack() {
        RandomGenerator made = slack;
        if (made == null) {
            made = seed.child("slack").generator();
            slack = made;
        }
        return made;
    }

    private void disarm() {
        armedNs = LocalClock.NEVER;
    }

    private long dueNs(long localDeadlineNs) {
        return localDeadlineNs == Engine.NO_DEADLINE
                ? LocalClock.NEVER
                : settings.clock().worldNs(localDeadlineNs, site.queue().nowNs());
    }

    /** Its timer. One that was replaced by an earlier one, or disarmed, still fires: it is known by its number. */
    @Override
    public void run() {
        if (armedNs != LocalClock.NEVER && armedOrder == site.queue().running()) {
            disarm();
            try {
                timeout(Objects.requireNonNull(program));
            } catch (RuntimeException | AssertionError e) {
                fail(e);
            }
        }
    }

    private void timeout(Program running) {
        running.engine().onTimeout(localNs());
        settle(running);
        boolean overdue = dueNs(running.engine().nextDeadlineNs()) <= site.queue().nowNs();
        overdueInARow = overdue ? overdueInARow + 1 : 0;
        if (overdueInARow == MAX_OVERDUE_IN_A_ROW) {
            site.violations().report("overdue", site.queue().nowNs(),
                    "node " + id + " is still due after its time-out was served");
        }
    }

    private long localNs() {
        return settings.clock().localNs(site.queue().nowNs());
    }

    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | AssertionError e) {
            fail(e);
        }
    }

    /** An engine that throws has a bug: the run goes on without the node, and the verdict is known. */
    private void fail(Throwable thrown) {
        site.violations().report("threw", site.queue().nowNs(),
                "node " + id + " run " + run + ": " + StackTraces.brief(thrown));
        crash();
    }

    private final class HostJournal implements Launch.Journal {

        @Override
        public void offered(byte[] message) {
            site.observers().onOffered(site.queue().nowNs(), id, message);
        }

        @Override
        public void delivered(byte[] message) {
            site.observers().onDelivered(site.queue().nowNs(), id, message);
        }

        @Override
        public void confirmed(long sequence) {
            site.observers().onConfirmed(site.queue().nowNs(), id, sequence);
        }

        @Override
        public void closed() {
            site.observers().onClosed(site.queue().nowNs(), id);
        }
    }
}
