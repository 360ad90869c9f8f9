package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.tree.AuthorityTree;
import io.trackmc.keys.controller.tree.TreeSelfTest;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.tls.TlsContexts;
import io.trackmc.keys.transport.tls.TlsCredentials;
import io.trackmc.net.tls.Reply;
import io.trackmc.net.tls.TlsCounters;
import io.trackmc.net.tls.TlsServer;
import io.trackmc.proto.protect.KeyLayer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A transport controller or a content authority: who may be in a group asks it over TLS for keys, and the group's keys change when
 * somebody goes. Everything that it decides is decided by one thread of its own; all methods may be called from any other.
 *
 * <p>When it cannot write down what it does, it does nothing more and says so ({@link AuthorityStatus#fault}); what it did is there when it
 * is opened again. The group goes on under the keys that there are meanwhile.
 */
public final class Authority implements Closeable {

    /** Questions that one force of the log is for, at most. */
    private static final int BATCH = 256;

    private static final long LOOK_MS = 1000;

    private final AuthorityParts parts;
    private final InstantSource clock;
    private final Consumer<String> warnings;
    private final BlockingQueue<Runnable> waiting;
    private final TlsServer server;
    private final Thread thread;
    private volatile AuthorityStatus status;
    private volatile boolean closed;
    private long lookMs;
    private long tlsRefusals;

    private Authority(AuthorityParts parts, AuthoritySettings settings, InstantSource clock,
            Consumer<String> warnings) throws IOException {
        this.parts = parts;
        this.clock = clock;
        this.warnings = warnings;
        parts.office().useThread(this::put);
        waiting = new ArrayBlockingQueue<>(settings.limits().waitingRequests());
        status = statusNow();
        KeyLayer layer = settings.layer();
        TlsCredentials credentials = TlsCredentials.read(settings.directory().certificate(layer),
                settings.directory().privateKey(layer),
                List.of(settings.directory().caCertificate(KeyLayer.TRANSPORT),
                        settings.directory().caCertificate(KeyLayer.CONTENT)));
        server = TlsServer.open(settings.listen(), TlsContexts.create(credentials, parts.handshakes(clock)),
                settings.limits(), this::request);
        thread = Thread.ofPlatform().name(layer == KeyLayer.TRANSPORT ? "transport-controller" : "content-authority")
                .start(this::run);
    }

    /**
     * Opens an authority over its directory and lets it listen.
     *
     * @param warnings told in one line what an operator should know: files open to others, what a crash left, that nothing can be written
     * @throws KeyFileException when a file is missing, or not what was written, or others may read its private key
     * @throws io.trackmc.keys.controller.log.LogException when its log is in use, or damaged
     * @throws IOException when it cannot listen
     */
    public static Authority open(AuthoritySettings settings, Consumer<String> warnings) throws IOException {
        return open(settings, InstantSource.system(), warnings);
    }

    static Authority open(AuthoritySettings settings, InstantSource clock, Consumer<String> warnings)
            throws IOException {
        TreeSelfTest.require();
        checkModes(settings, warnings);
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

    /** Name of the group. */
    public String group() {
        return parts.group();
    }

    /** How it stands, after all that it was asked before; as it stood last when it is closed. */
    public AuthorityStatus status() {
        if (!closed) {
            CompletableFuture<Void> asked = new CompletableFuture<>();
            put(() -> {
                status = statusNow();
                asked.complete(null);
            });
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
        if (closed) {
            return;
        }
        server.close();
        status();
        closed = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        parts.count(tlsRefusalsSince());
        parts.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void request(List<X509Certificate> chain, byte[] frame, Reply reply) {
        put(() -> {
            try {
                parts.desk().take(chain, frame, reply, clock.instant(), nowMs());
            } catch (RuntimeException e) {
                reply.end(); // or its next question would wait for ever
                throw e;
            }
        });
    }

    private void urgently(Consumer<CompletableFuture<Void>> task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        put(() -> {
            try {
                parts.office().requireDurable();
                task.accept(done);
            } catch (RefusedException e) {
                done.completeExceptionally(switch (e.reason()) {
                    case NOT_DURABLE -> new IllegalStateException(e.detail());
                    default -> new IllegalArgumentException(e.detail());
                });
            }
        });
        try {
            done.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Has the one thread do something; waits while too much waits already, also when it is interrupted, because it is soon done. */
    private void put(Runnable task) {
        boolean interrupted = false;
        boolean taken = false;
        while (!taken) {
            try {
                taken = waiting.offer(task, LOOK_MS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                interrupted = true;
            }
            if (!taken && closed) {
                throw new IllegalStateException("closed");
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Runnable> batch = new ArrayList<>();
        while (!closed) {
            try {
                Runnable first = waiting.poll(waitMs(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    waiting.drainTo(batch, BATCH - 1);
                }
                turn(batch);
            } catch (InterruptedException _) {
                // Nobody but close ends this thread.
            }
            batch.clear();
        }
    }

    private void turn(List<Runnable> batch) {
        try {
            batch.forEach(this::quietly);
            parts.desk().finish(nowMs());
            parts.desk().give(parts.office().rekeyWhenDue(nowMs()));
            if (nowMs() - lookMs >= LOOK_MS) {
                lookMs = nowMs();
                parts.look(lookMs, clock.instant(), tlsRefusalsSince());
            }
        } catch (OutOfMemoryError e) {
            stopWorking(new IllegalStateException("out of memory", e));
        } catch (RuntimeException e) {
            stopWorking(e);
        }
    }

    /** What failed is undone or on the disk; which of them is known when it is read again. */
    private void stopWorking(RuntimeException fault) {
        if (parts.office().fault() == null) {
            parts.office().fail(fault);
            warnings.accept("nothing is done any more until this is started again: " + fault.getMessage());
        }
    }

    /** A fault in one question is that question's. */
    private void quietly(Runnable question) {
        try {
            question.run();
        } catch (RuntimeException e) {
            warnings.accept("a question failed: " + e);
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
                office.converged(),
                parts.desk().requests(), office.feeds(), parts.refusals(), office.fault());
    }

    private static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
