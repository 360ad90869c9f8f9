package io.trackmc.perf.worker;

import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.receiver.ReceiverContext;
import io.trackmc.receiver.Subscription;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A receiver as applications open it that take messages on the driver's thread. */
final class TrackSink implements Sink {

    private final Subscription subscription;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Meter meter;

    TrackSink(Settings settings) {
        subscription = Subscription.subscribe(new ReceiverContext().nodeConfig(
                NodeConfigFile.read(Path.of(settings.text("config")),
                        Map.of("net.interface", settings.text("interface")))),
                (bytes, offset, _) -> take(bytes, offset));
    }

    @Override
    public void run(Meter counting, BooleanSupplier stop) throws InterruptedException {
        meter = counting;
        while (!stop.getAsBoolean()) {
            stopped.await();
        }
    }

    @Override
    public void wake() {
        stopped.countDown();
    }

    @Override
    public Map<String, Long> drops() {
        return subscription.status().drops();
    }

    @Override
    public void close() {
        subscription.close();
    }

    private void take(byte[] bytes, int offset) {
        Meter counting = meter;
        if (counting == null) {
            throw new IllegalStateException("a message came before the start");
        }
        counting.take(bytes, offset);
    }
}
