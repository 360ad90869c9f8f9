package io.trackmc.perf.worker;

import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.sender.BlockingPublisher;
import io.trackmc.sender.Publisher;
import io.trackmc.sender.SenderContext;
import java.nio.file.Path;
import java.util.Map;

/** A sender as applications open it: authenticated and encrypted, with its defaults. */
final class TrackSource implements Source {

    private final Publisher publisher;
    private final BlockingPublisher blocking;

    TrackSource(Settings settings) {
        publisher = Publisher.open(new SenderContext().nodeConfig(
                NodeConfigFile.read(Path.of(settings.text("config")),
                        Map.of("net.interface", settings.text("interface")))));
        blocking = publisher.blocking();
    }

    @Override
    public void await(int sinks) throws Exception {
        publisher.receiversBound(sinks).get();
    }

    @Override
    public void send(byte[] message) throws InterruptedException {
        blocking.publish(message);
    }

    @Override
    public Map<String, Long> drops() {
        return publisher.status().drops();
    }

    @Override
    public void close() {
        publisher.finish().join();
        publisher.close();
    }
}
