package io.trackmc.perf.worker;

import io.aeron.Publication;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/** Aeron's publication. */
final class AeronSource implements Source {

    private static final long LOOK_NS = 10_000_000;

    private final AeronNode node;
    private final Publication publication;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[0]);
    private final IdleStrategy idle = new BackoffIdleStrategy();

    AeronSource(Settings settings, boolean tuned) {
        node = new AeronNode(tuned);
        publication = node.client().addExclusivePublication(
                AeronNode.channel(settings) + "|fc=min,g:/" + settings.text("receivers"), AeronNode.STREAM);
    }

    /** Connected with this flow control means that as many receivers as it was told are there. */
    @Override
    public void await(int sinks) {
        while (!publication.isConnected()) {
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    @Override
    public void send(byte[] message) {
        buffer.wrap(message);
        idle.reset();
        while (publication.offer(buffer) < 0) {
            idle.idle();
        }
    }

    @Override
    public void close() {
        publication.close();
        node.close();
    }
}
