package io.trackmc.repairhead;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.conf.EffectiveConfig;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.LossInjector;
import io.trackmc.net.management.ManagementCounters;
import io.trackmc.net.management.ManagementFiles;
import io.trackmc.net.management.ManagementServer;
import io.trackmc.net.node.NodeReload;
import io.trackmc.net.service.ServiceManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One process that serves several sessions, each a repair head with sockets, keys and a thread of its own. What happens in one does not touch the others; they share a process, a
 * management address, and the limits of their tenants.
 */
final class Appliance {

    /** Longest time between two looks at the sessions. */
    private static final long LOOK_NS = 1_000_000_000L;

    private final Supplier<AppliancePlan> reader;
    private final Function<NodeConfig, LossInjector> loss;
    private final StopSignal stop;
    private final ServiceManager manager;
    private final Consumer<String> progress;
    private final Map<String, HostedSession> sessions = new LinkedHashMap<>();
    private final Tenants tenants = new Tenants();
    private final SessionTotals totals = new SessionTotals();
    private final List<HostedSession> ending = new ArrayList<>();
    private final Semaphore wake = new Semaphore(0);
    private AppliancePlan plan;
    private @Nullable ManagementServer server;
    private boolean begun;
    private boolean closed;
    private String status = "";

    /**
     * Nothing runs yet.
     *
     * @param first what to serve
     * @param reader reads what to serve from now on
     * @param loss what each session throws away on purpose
     * @param progress takes lines for people
     */
    Appliance(AppliancePlan first, Supplier<AppliancePlan> reader, Function<NodeConfig, LossInjector> loss,
            StopSignal stop, ServiceManager manager, Consumer<String> progress) {
        this.plan = first;
        this.reader = reader;
        this.loss = loss;
        this.stop = stop;
        this.manager = manager;
        this.progress = progress;
    }

    /** Serves until it is told to stop; returns the exit code. */
    int serve() {
        ManagementCounters counters = new ManagementCounters();
        ApplianceManagement management = new ApplianceManagement(this::sessions, this::tenants, counters);
        NodeConfig.Management where = plan.config().management();
        try (ManagementServer opened = where == null ? null
                : ManagementServer.open(where, counters, management, progress)) {
            synchronized (this) {
                server = opened;
                begun = true;
                apply(plan, Map.of());
            }
            stop.onRequest(wake::release);
            manager.ready();
            lookUntilStopped(management);
            manager.stopping();
            awaitEnd();
        }
        return stop.exitCode() == RepairHeadMain.DONE && error() != null ? RepairHeadMain.FAILED : stop.exitCode();
    }

    /** Which sessions are down for good, and why; null when none is. */
    @Nullable
    String error() {
        List<String> down = sessions().stream().filter(HostedSession::isDownForGood)
                .map(session -> session.plan().name() + ": " + session.state()).toList();
        return down.isEmpty() ? null : String.join("; ", down);
    }

    /**
     * Serves what its file says now: sessions that are new begin, those that are gone drain; those whose files say something else go on with it where they can, else they drain and begin
     * anew. All of it, or, when something of it is wrong, nothing. Any thread.
     */
    void reload() {
        manager.reloading();
        try {
            AppliancePlan next = reader.get();
            progress.accept(String.join(", ", change(next, checkFiles(next))));
        } catch (RuntimeException e) {
            progress.accept("reload: the configuration is wrong, and it goes on with the old one: "
                    + String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " "));
        } finally {
            manager.reloaded();
            wake.release();
        }
    }

    /** The sessions that it serves. */
    synchronized Collection<HostedSession> sessions() {
        return List.copyOf(sessions.values());
    }

    /** The tenants that there are. */
    synchronized Collection<Tenant> tenants() {
        return tenants.all();
    }

    private synchronized List<String> change(AppliancePlan next, Files files) {
        if (closed) {
            return List.of("reload: it is ending");
        }
        if (!Objects.equals(next.config().management(), plan.config().management())) {
            return List
                    .of("reload: management has changed, which takes a restart; it goes on with the old configuration");
        }
        if (!begun) {
            plan = next; // it came before anything was served
            return List.of("reload: done");
        }
        List<String> changes = apply(next, files.nodes);
        if (server != null && files.management != null) {
            server.use(files.management);
        }
        plan = next;
        changes.addFirst(changes.isEmpty() ? "reload: no key has changed" : "reload: done");
        changes.add("certificates, their keys and the token were read again");
        return changes;
    }

    /** All that is read before anything changes, and while nobody waits for it: a file system may not answer. */
    private record Files(Map<String, NodeReload> nodes, @Nullable ManagementFiles management) {}

    private Files checkFiles(AppliancePlan next) {
        Map<String, NodeReload> nodes = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        for (SessionPlan session : next.sessions().values()) {
            try {
                nodes.put(session.name(), NodeReload.check(session.node(), progress));
            } catch (ConfigurationException e) {
                e.faults().forEach(fault -> faults.add("session " + session.name() + ": " + fault));
            }
        }
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
        NodeConfig.Management where = next.config().management();
        return new Files(nodes, where == null ? null : ManagementFiles.read(where, progress));
    }

    /** Returns what has changed. */
    private List<String> apply(AppliancePlan next, Map<String, NodeReload> files) {
        List<String> changes = new ArrayList<>();
        tenants.set(next.caps(), changes);
        for (HostedSession session : List.copyOf(sessions.values())) {
            SessionPlan wanted = next.sessions().get(session.plan().name());
            if (wanted == null || !goesOn(session, wanted, files.get(wanted.name()), changes)) {
                sessions.remove(session.plan().name());
                ending.add(session);
                session.stopGently();
                changes.add("session " + session.plan().name() + (wanted == null ? " ends" : " starts anew"));
            }
        }
        for (SessionPlan wanted : next.sessions().values()) {
            if (!sessions.containsKey(wanted.name())) {
                begin(wanted, changes);
            }
        }
        tenants.keep(next.caps().keySet(), ending);
        totals.keep(next.sessions().keySet());
        return changes;
    }

    private boolean goesOn(HostedSession session, SessionPlan wanted, @Nullable NodeReload files,
            List<String> changes) {
        if (files == null || session.isDownForGood() || !session.plan().canBecome(wanted)) {
            return false;
        }
        List<EffectiveConfig.Change> different = session.plan().changesTo(wanted);
        try {
            session.reload(wanted, files);
        } catch (ConfigurationException e) {
            progress.accept(wanted.name() + ": " + e.getMessage());
            return false;
        }
        different.forEach(change -> changes.add("session " + wanted.name() + ": " + change));
        return true;
    }

    /** One that takes the place of others waits for their end: they have one state directory, port, or place in a group. */
    private void begin(SessionPlan wanted, List<String> changes) {
        HostedSession session = new HostedSession(wanted, tenants.find(wanted.tenant()), loss.apply(wanted.node()),
                totals.of(wanted.name()), progress);
        sessions.put(wanted.name(), session);
        wanted.file().warnings().forEach(progress);
        CompletableFuture<?>[] before = ending.stream().filter(each -> each.plan().isInTheWayOf(wanted))
                .map(HostedSession::ended).toArray(CompletableFuture[]::new);
        if (before.length == 0) {
            changes.add("session " + wanted.name() + " begins");
        }
        var _ = CompletableFuture.allOf(before).thenRun(session::start);
    }

    private void lookUntilStopped(ApplianceManagement management) {
        while (!stop.isRequested()) {
            look(management);
            pause(Math.min(LOOK_NS, manager.feedNs()));
        }
        synchronized (this) {
            closed = true;
            sessions.values().forEach(HostedSession::stopGently); // those that end already would take it for a second signal
            ending.addAll(sessions.values());
        }
        progress.accept("drains; a second signal ends it at once");
    }

    private void look(ApplianceManagement management) {
        if (management.whyNotAlive() == null) {
            manager.alive(System.nanoTime());
        }
        synchronized (this) {
            ending.removeIf(session -> session.ended().isDone());
            tenants.keep(plan.caps().keySet(), ending);
        }
        Collection<HostedSession> all = sessions();
        long ready = all.stream().filter(HostedSession::isReady).count();
        String now = ready + " of " + all.size() + " sessions have a parent";
        if (!now.equals(status)) {
            status = now;
            manager.status(now);
        }
    }

    /** Each ends by itself in the time that draining takes. */
    private void awaitEnd() {
        boolean urged = false;
        while (ending.stream().anyMatch(session -> !session.ended().isDone())) {
            if (stop.isUrgent() && !urged) {
                urged = true;
                ending.forEach(HostedSession::stopAtOnce);
            }
            manager.alive(System.nanoTime());
            pause(LOOK_NS / 10);
        }
    }

    private void pause(long ns) {
        try {
            if (wake.tryAcquire(ns, TimeUnit.NANOSECONDS)) {
                wake.drainPermits();
            }
        } catch (InterruptedException _) {
            stop.request(RepairHeadMain.FAILED);
        }
    }

    /** What each session has done, by its name; also those that a reload has ended. */
    Map<String, Totals.Sum> report() {
        Map<String, Totals.Sum> report = new LinkedHashMap<>();
        for (HostedSession session : sessions()) {
            report.put(session.plan().name(), session.sum());
        }
        totals.all().forEach(report::putIfAbsent);
        return report;
    }
}
