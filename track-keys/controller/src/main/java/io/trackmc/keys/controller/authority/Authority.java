package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.tree.AuthorityTree;
import io.trackmc.keys.controller.tree.TreeSelfTest;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.registration.RefusalReason;
import io.trackmc.keys.transport.tls.TlsContexts;
import io.trackmc.keys.transport.tls.TlsCredentials;
import io.trackmc.net.Threads;
import io.trackmc.net.drill.DrillDesk;
import io.trackmc.net.drill.ProcessEnd;
import io.trackmc.net.drill.SkewedClock;
import io.trackmc.net.management.ManagementCounters;
import io.trackmc.net.management.ManagementServer;
import io.trackmc.net.tls.Reply;
import io.trackmc.net.tls.TlsCounters;
import io.trackmc.net.tls.TlsServer;
import io.trackmc.proto.protect.KeyLayer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A transport controller or a content authority: who may be in a group asks it over TLS for keys, and the group's keys change when
 * somebody goes. Everything that it decides is decided by one thread of its own; all methods may be called from any other.
 *
 * <p>When it cannot write down what it does, it does nothing more and says so ({@link AuthorityStatus#fault}); what it did is there when it
 * is opened again. The group goes on under the keys that there are meanwhile.
 */
public final class Authority implements Closeable {

    private static final long LOOK_MS = 1000;

    private final AuthorityParts parts;
    private final SkewedClock clock;
    private final Consumer<String> warnings;
    private final Commands commands;
    private final TlsServer server;
    private final @Nullable ManagementServer management;
    private final Thread thread;
    /** What somebody waits for who runs this authority; only its own thread touches it. */
    private final Set<CompletableFuture<Void>> urgent = new HashSet<>();
    private volatile AuthorityStatus status;
    private volatile boolean closed;
    private volatile long turnedMs = nowMs();
    private long lookMs;
    private long tlsRefusals;

    private Authority(AuthorityParts parts, AuthoritySettings settings, SkewedClock clock,
            Consumer<String> warnings) throws IOException {
        this.parts = parts;
        this.clock = clock;
        this.warnings = warnings;
        commands = new Commands(settings.limits().waitingRequests());
        parts.office().useThread(task -> commands.put(task, _ -> {}));
        status = statusNow();
        RefusedHandshakes refused = new RefusedHandshakes(warnings, nowMs());
        KeyLayer layer = settings.layer();
        TlsCredentials credentials = TlsCredentials.read(settings.directory().certificate(layer),
                settings.directory().privateKey(layer),
                List.of(settings.directory().caCertificate(KeyLayer.TRANSPORT),
                        settings.directory().caCertificate(KeyLayer.CONTENT)));
        server = TlsServer.open(settings.listen(), TlsContexts.create(credentials, parts.handshakes(clock)),
                settings.limits(), this::request, (from, why) -> refused.refused(from, why, nowMs()));
        management = manage(settings, credentials);
        thread = Thread.ofPlatform().name(layer == KeyLayer.TRANSPORT ? "transport-controller" : "content-authority")
                .start(this::run);
    }

    /** One that cannot be watched as it should be does not start. */
    private @Nullable ManagementServer manage(AuthoritySettings settings, TlsCredentials credentials) {
        NodeConfig.Management where = settings.management();
        if (where == null) {
            return null;
        }
        ManagementCounters counters = new ManagementCounters();
        AuthorityManagement source = new AuthorityManagement(settings.layer(), parts.group(),
                credentials.chain().getFirst().getNotAfter().toInstant(), () -> status, () -> nowMs() - turnedMs,
                counters, where.drillsLongestNs() == 0 ? null
                        : DrillDesk.ofAuthority(AuthorityCatalogue.role(settings.layer()), where.drillsLongestNs(),
                                System::nanoTime, ProcessEnd.OWN, clock, warnings));
        try {
            return ManagementServer.open(where, counters, source, warnings);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /**
     * Opens an authority over its directory and lets it listen.
     *
     * @param warnings told in one line what an operator should know: files open to others, what a crash left, who was
     *     refused in the handshake, that nothing can be written; called by several threads
     * @throws KeyFileException when a file is missing, or not what was written, or others may read its private key, or its certificate has expired
     * @throws io.trackmc.keys.controller.log.LogException when its log is in use, or damaged
     * @throws IOException when it cannot listen
     */
    public static Authority open(AuthoritySettings settings, Consumer<String> warnings) throws IOException {
        return open(settings, InstantSource.system(), warnings);
    }

    static Authority open(AuthoritySettings settings, InstantSource right, Consumer<String> warnings)
            throws IOException {
        SkewedClock clock = new SkewedClock(right, System::nanoTime);
        TreeSelfTest.require();
        checkModes(settings, warnings);
        TlsCredentials.requireNotExpired(settings.directory().certificate(settings.layer()), clock.instant());
        AuthorityParts parts = AuthorityParts.open(settings, clock, nowMs(), warnings);
        try {
            return new Authority(parts, settings, clock, warnings);
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** With what others can read they pass for this authority; of secrets that are not its own and lie beside, whoever put them there is told. */
    private static void checkModes(AuthoritySettings settings, Consumer<String> warnings) {
        Path own = settings.directory().privateKey(settings.layer());
        SecureFiles.checkMode(own, line -> {
            throw new KeyFileException(line);
        });
        settings.directory().secrets().stream().filter(file -> !file.equals(own))
                .forEach(file -> SecureFiles.checkMode(file, warnings));
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.address();
    }

    /** Where metrics and health are served; null for nowhere. */
    public @Nullable InetSocketAddress managementAddress() {
        return management == null ? null : management.address();
    }

    /** Name of the group. */
    public String group() {
        return parts.group();
    }

    /** How it stands, after all that it was asked before; as it stood last when it is closed. */
    public AuthorityStatus status() {
        requireOtherThread();
        if (!closed) {
            CompletableFuture<Void> asked = new CompletableFuture<>();
            commands.put(() -> {
                status = statusNow();
                asked.complete(null);
            }, _ -> asked.complete(null));
            asked.join();
        }
        return status;
    }

    /** What happened at its socket. */
    public TlsCounters counters() {
        return server.counters();
    }

    /**
     * Expels a node of the plan, for who runs this authority. Returns when the rekey that shuts it out is on the disk and on its way to
     * the group; at once when it has no keys, is expelled already, or nobody else is there.
     *
     * @param node name
     * @param reason for the log, 1 to 200 characters
     * @throws IllegalArgumentException when there is no such node
     * @throws IllegalStateException when it cannot be written down
     */
    public void expel(String node, String reason) {
        urgently(done -> parts.desk().expel(node, reason, nowMs(), () -> done.complete(null),
                () -> done.completeExceptionally(new IllegalStateException("it cannot be written down"))));
    }

    /**
     * Renews in one rekey all that the members of a region share, because somebody else may have it: keys of the tree above them, and here
     * the RegionSecrets that they were given. Returns as {@link #expel} does.
     *
     * @param head name of the node that heads the region
     * @throws IllegalArgumentException when there is no such node
     */
    public void compromised(String head) {
        urgently(done -> parts.desk().compromised(head, nowMs(), () -> done.complete(null),
                () -> done.completeExceptionally(new IllegalStateException("it cannot be written down"))));
    }

    /** Ends all connections, writes its state whole, and lets another program open it. */
    @Override
    public void close() {
        requireOtherThread();
        if (closed) {
            return;
        }
        server.close();
        status();
        closed = true;
        boolean interrupted = Threads.outlast(thread);
        if (management != null) {
            management.close();
        }
        parts.count(tlsRefusalsSince());
        parts.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void request(List<X509Certificate> chain, byte[] frame, Reply reply) {
        // Its next question would wait for ever if nothing came of this one.
        commands.put(() -> parts.desk().take(chain, frame, reply, clock.instant(), nowMs()), _ -> reply.end());
    }

    private void urgently(Consumer<CompletableFuture<Void>> task) {
        requireOtherThread();
        CompletableFuture<Void> done = new CompletableFuture<>();
        commands.put(() -> {
            try {
                parts.office().requireDurable();
                urgent.removeIf(CompletableFuture::isDone);
                urgent.add(done);
                task.accept(done);
            } catch (RefusedException e) {
                done.completeExceptionally(switch (e.reason()) {
                    case NOT_DURABLE -> new IllegalStateException(e.detail());
                    default -> new IllegalArgumentException(e.detail());
                });
            }
        }, e -> done.completeExceptionally(new IllegalStateException("it failed: " + e.getMessage(), e)));
        try {
            done.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Its own thread would wait for itself: an {@link AdmissionRule} runs there. */
    private void requireOtherThread() {
        if (Thread.currentThread().equals(thread)) {
            throw new IllegalStateException("an admission rule cannot call the authority that asks it");
        }
    }

    private void run() {
        try {
            while (!closed) {
                try {
                    commands.take(waitMs());
                    turn();
                } catch (InterruptedException _) {
                    // Nobody but close ends this thread.
                }
            }
        } finally {
            commands.end();
            failUrgent("closed");
        }
    }

    private void turn() {
        try {
            commands.run(this::failed);
            parts.desk().finish(nowMs());
            parts.desk().give(parts.office().rekeyWhenDue(nowMs()));
            if (nowMs() - lookMs >= LOOK_MS) {
                lookMs = nowMs();
                parts.look(lookMs, clock.instant(), tlsRefusalsSince());
                status = statusNow();
            }
            turnedMs = nowMs();
        } catch (Error | RuntimeException e) {
            stopWorking(e);
        }
        if (parts.office().fault() != null) {
            failUrgent("it cannot be written down");
        }
    }

    private void failUrgent(String why) {
        urgent.forEach(done -> done.completeExceptionally(new IllegalStateException(why)));
        urgent.clear();
    }

    /** A fault in one question is that question's. After an error nobody knows what it has left half done, here or in what others use too. */
    private void failed(Throwable fault) {
        if (fault instanceof RuntimeException) {
            warnings.accept("a question failed: " + fault);
        } else {
            stopWorking(fault);
        }
    }

    /** What failed is undone or on the disk; which of them is known when it is read again. */
    private void stopWorking(Throwable fault) {
        if (parts.office().fault() == null) {
            RuntimeException why = switch (fault) {
                case RuntimeException e -> e;
                case OutOfMemoryError e -> new IllegalStateException("out of memory", e);
                default -> new IllegalStateException(fault.toString(), fault);
            };
            parts.office().fail(why);
            warnings.accept("nothing is done any more until this is started again: " + why.getMessage());
        }
    }

    private long waitMs() {
        long due = parts.office().dueMs();
        return due == RekeyPacer.NEVER ? LOOK_MS : Math.clamp(due - nowMs(), 0, LOOK_MS);
    }

    private long tlsRefusalsSince() {
        TlsCounters counters = server.counters();
        long all = counters.failedHandshakes() + counters.refusedForCrowd() + counters.refusedForAddress()
                + counters.refusedForCertificate() + counters.wrongProtocol() + counters.silent()
                + counters.brokenFrames() + counters.slowFrames() + counters.overloaded() + counters.slowReaders();
        long more = all - tlsRefusals;
        tlsRefusals = all;
        return more;
    }

    private AuthorityStatus statusNow() {
        RekeyOffice office = parts.office();
        AuthorityTree tree = office.tree();
        return new AuthorityStatus(tree.size(), tree.sequence(), tree.epochNumber(), office.active(),
                office.converged(), parts.desk().requests(), refused(parts.refusals()), office.feeds(),
                parts.refusals(), parts.log().size(), nextRekey(office), office.fault());
    }

    /** Of all refusals, those of questions: others are of connections and of files. */
    private static long refused(Map<String, Long> refusals) {
        return Stream.of(RefusalReason.values()).mapToLong(reason -> refusals.getOrDefault(reason.text(), 0L)).sum();
    }

    private @Nullable Instant nextRekey(RekeyOffice office) {
        long dueMs = office.dueMs();
        return dueMs == RekeyPacer.NEVER ? null : clock.instant().plusMillis(dueMs - nowMs());
    }

    private static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
