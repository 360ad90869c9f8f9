package io.trackmc.net.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings requests of all connections of a server to its handler. */
final class Requests {

    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    final TlsLimits limits;
    final TlsCounters counters;
    final RefusalListener refusals;
    private final Executor worker;
    private final RequestHandler handler;

    Requests(TlsLimits limits, TlsCounters counters, Executor worker, RequestHandler handler,
            RefusalListener refusals) {
        this.refusals = refusals;
        this.limits = limits;
        this.counters = counters;
        this.worker = worker;
        this.handler = handler;
    }

    /**
     * Whether there was room for it.
     *
     * @param answered runs when something was answered, in whichever thread answers
     * @param answeredLast runs instead when that was the last answer of the connection
     */
    boolean offer(List<X509Certificate> chain, byte[] frame, ConnectionReply reply, Runnable answered,
            Runnable answeredLast) {
        boolean taken = execute(
                () -> guarded(() -> handler.request(chain, frame, new RequestReply(reply, answered, answeredLast)),
                        reply));
        if (taken) {
            counters.requests.increment();
        }
        return taken;
    }

    /** Runs what somebody has to do about an answer in the handler's thread; without room for that the connection ends. */
    void run(Runnable task, ConnectionReply reply) {
        if (!execute(() -> guarded(task, reply))) {
            reply.end();
        }
    }

    private boolean execute(Runnable task) {
        try {
            worker.execute(task);
            return true;
        } catch (RejectedExecutionException _) {
            counters.overloaded.increment();
            return false;
        }
    }

    /** A handler that fails ends the connection that brought the request, and nothing else. */
    private void guarded(Runnable task, ConnectionReply reply) {
        try {
            task.run();
        } catch (RuntimeException e) {
            counters.failedRequests.increment();
            LOG.warn("a request failed", e);
            reply.end();
        }
    }
}
