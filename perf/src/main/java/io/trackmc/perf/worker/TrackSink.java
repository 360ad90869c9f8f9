package io.trackmc.perf.worker;

import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.receiver.ReceiverContext;
import io.trackmc.receiver.Subscription;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A receiver as applications open it. */
final class TrackSink implements Sink {

    private static final int BATCH = 256;

    private final Subscription subscription;

    TrackSink(Settings settings) {
        subscription = Subscription.open(new ReceiverContext().nodeConfig(
                NodeConfigFile.read(Path.of(settings.text("config")),
                        Map.of("net.interface", settings.text("interface")))));
    }

    @Override
    public void run(Meter meter, BooleanSupplier stop) throws InterruptedException {
        while (!stop.getAsBoolean()
                && subscription.blockingPoll((bytes, offset, _) -> meter.take(bytes, offset), BATCH)
                        != Subscription.END) {
            // the condition does it all
        }
    }

    @Override
    public void wake() {
        subscription.wakeUp();
    }

    @Override
    public void close() {
        subscription.close();
    }
}
