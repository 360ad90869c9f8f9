package io.trackmc.perf.worker;

import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** Aeron's subscription. */
final class AeronSink implements Sink {

    private static final int FRAGMENTS = 256;

    private final AeronNode node;
    private final Subscription subscription;

    AeronSink(Settings settings, boolean tuned) {
        node = new AeronNode(tuned);
        subscription = node.client().addSubscription(AeronNode.channel(settings), AeronNode.STREAM);
    }

    @Override
    public void run(Meter meter, BooleanSupplier stop) {
        byte[] stamp = new byte[Stamp.LENGTH];
        FragmentHandler handler = (buffer, offset, _, _) -> {
            buffer.getBytes(offset, stamp);
            meter.take(stamp, 0);
        };
        IdleStrategy idle = new BackoffIdleStrategy();
        while (!stop.getAsBoolean()) {
            idle.idle(subscription.poll(handler, FRAGMENTS));
        }
    }

    @Override
    public void close() {
        node.close();
    }
}
