package io.trackmc.repairhead;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.incarnation.StateLock;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.LossInjector;
import io.trackmc.net.authority.RegistrationException;
import io.trackmc.net.management.ManagementSource;
import io.trackmc.net.node.NodeExpelledException;
import io.trackmc.net.node.NodeReload;
import io.trackmc.net.service.ServiceManager;
import io.trackmc.proto.tree.TenantLimits;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One session of an appliance, on threads of its own, so that none waits for another. What ends it ends no other: it is tried again, after a second at first and
 * then less and less often, but for one whose node was expelled or refused: that stays down until it is started anew. Any thread.
 */
final class HostedSession {

    private static final long FIRST_PAUSE_SECONDS = 1;
    private static final long LONGEST_PAUSE_SECONDS = 60;

    private volatile SessionPlan plan;
    private final @Nullable Tenant tenant;
    private final LossInjector loss;
    private final Consumer<String> progress;
    private final StopSignal stop = new StopSignal();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Totals totals;
    private volatile @Nullable RepairHead serving;
    private @Nullable Thread thread;
    private volatile boolean downForGood;
    private volatile String state = "it has just been started";

    /**
     * Nothing runs yet.
     *
     * @param tenant whose caps it has; null for none
     * @param totals takes what each of its runs has done; may have what others have done before
     * @param progress takes lines for people
     */
    HostedSession(SessionPlan plan, @Nullable Tenant tenant, LossInjector loss, Totals totals,
            Consumer<String> progress) {
        this.plan = plan;
        this.totals = totals;
        this.tenant = tenant;
        this.loss = loss;
        this.progress = line -> progress.accept(plan.name() + ": " + line);
    }

    /** What it serves. */
    SessionPlan plan() {
        return plan;
    }

    /** Whose caps it has; null for none. */
    @Nullable
    Tenant tenant() {
        return tenant;
    }

    /** Begins. */
    void start() {
        try {
            Thread started = Thread.ofPlatform().name("track-session-" + plan.name()).unstarted(this::run);
            synchronized (this) {
                thread = started;
            }
            started.start();
        } catch (Error e) { // no thread is to be had
            downForGood = true;
            down(text(e));
            ended.complete(null);
            throw e;
        }
    }

    /**
     * Goes on by another plan, if it runs; one that is down takes it when it is tried again.
     *
     * @param files that the plan names, read and checked
     * @throws ConfigurationException when it cannot; nothing has changed then
     */
    synchronized void reload(SessionPlan other, NodeReload files) {
        RepairHead open = serving;
        if (open != null) {
            open.reload(node(other), files);
        }
        plan = other;
    }

    /** What has changed while it was being opened, which can take a minute, it takes over before it counts as served. */
    private void opened(RepairHead open, SessionPlan by) {
        SessionPlan has = by;
        while (!serves(open, has)) {
            has = plan;
            open.reload(node(has));
        }
    }

    private synchronized boolean serves(RepairHead open, SessionPlan by) {
        boolean isNewest = plan.equals(by);
        if (isNewest) {
            serving = open;
            var _ = Thread.interrupted(); // whoever meant the opening came too late
        }
        return isNewest;
    }

    /** Asks it to end: gently, so that children bind elsewhere first; asked again, at once. */
    void stopGently() {
        stopped.countDown();
        stop.requestGently();
        hasten();
    }

    /** Asks it to end at once. */
    void stopAtOnce() {
        stopped.countDown();
        stop.request(RepairHeadMain.DONE);
        hasten();
    }

    /** One that is being opened waits for an authority, which nothing but an interruption ends. */
    private synchronized void hasten() {
        if (serving == null && thread != null) {
            thread.interrupt();
        }
    }

    /** Completes when it has ended as it was asked to. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** What it tells at the management address; null while no repair head is open. */
    @Nullable
    ManagementSource management() {
        RepairHead open = serving;
        return open == null ? null : open.management();
    }

    /** Why no repair head is open; means nothing while one is. */
    String state() {
        return state;
    }

    /** Whether its repair head does its work now. */
    boolean isReady() {
        ManagementSource node = management();
        return node != null && node.whyNotReady() == null;
    }

    /** Whether it was asked to end. */
    boolean isEnding() {
        return stopped.getCount() == 0;
    }

    /** Whether it is down and is not tried again. */
    boolean isDownForGood() {
        return downForGood;
    }

    /** What it has done, and why it is down for good, if it is. */
    Totals.Sum sum() {
        return totals.sum(downForGood ? state : null);
    }

    private void run() {
        try {
            serveUntilStopped();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            ended.complete(null);
        }
    }

    private void serveUntilStopped() throws InterruptedException {
        long pauseSeconds = FIRST_PAUSE_SECONDS;
        while (stopped.getCount() > 0) {
            long beganNs = System.nanoTime();
            Throwable why = serveOnce();
            if (stopped.getCount() == 0) {
                return;
            }
            if (isForGood(why)) {
                downForGood = true;
                down(text(why) + "; it stays down until the configuration is read again");
                stopped.await();
                return;
            }
            boolean lasted = System.nanoTime() - beganNs > TimeUnit.SECONDS.toNanos(LONGEST_PAUSE_SECONDS);
            pauseSeconds = lasted ? FIRST_PAUSE_SECONDS : pauseSeconds;
            down(text(why) + "; tries again in " + pauseSeconds + " s");
            if (stopped.await(pauseSeconds, TimeUnit.SECONDS)) {
                return;
            }
            pauseSeconds = Math.min(2 * pauseSeconds, LONGEST_PAUSE_SECONDS);
        }
    }

    /** Returns what ended it; null when it was asked to. */
    private @Nullable Throwable serveOnce() {
        SessionPlan by = plan;
        RepairHeadRun run = new RepairHeadRun(node(by), stop, ServiceManager.none(), loss, progress);
        TenantPlaces.Share places = tenant == null ? null : tenant.places().share();
        try (StateLock _ = StateLock.take(by.node().files().stateDirectory())) {
            run.serve(context -> set(context, places), open -> opened(open, by), progress);
            return run.failure();
        } catch (RuntimeException | Error e) {
            return e; // of the other sessions it is no concern
        } finally {
            serving = null;
            totals.add(run);
            if (places != null) {
                places.close();
            }
        }
    }

    /** One child's share of the repairs follows from what the tenant may send; receipts say whose region it is. */
    private NodeConfig node(SessionPlan of) {
        NodeConfig node = tenant == null ? of.node() : of.node().withTenant(tenant.name());
        long most = tenant == null ? 0 : tenant.caps().bytesPerSecond();
        if (most == 0) {
            return node;
        }
        long own = node.protocol().repairBytesPerSecond();
        return node.withRates(node.protocol().rateBytesPerSecond(), own == 0 ? most : Math.min(own, most));
    }

    private void set(RepairHeadContext context, TenantPlaces.@Nullable Share places) {
        context.hostedAs(plan.name());
        if (tenant != null && places != null) {
            context.limits(new TenantLimits(tenant.rate(), places));
        }
    }

    private void down(String why) {
        state = why;
        progress.accept(why);
    }

    private static boolean isForGood(@Nullable Throwable why) {
        return why instanceof NodeExpelledException || (why instanceof RegistrationException refused
                && refused.reason() != null && refused.reason().isFinal());
    }

    private static String text(@Nullable Throwable why) {
        if (why == null) {
            return "it has ended";
        }
        boolean isKnown = why instanceof NodeExpelledException || why instanceof RegistrationException
                || why instanceof ConfigurationException || why instanceof KeyFileException;
        return isKnown ? String.valueOf(why.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ")
                : "internal error: " + why;
    }
}
