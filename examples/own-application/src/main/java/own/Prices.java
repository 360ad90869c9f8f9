package own;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.sender.Confirmation;
import io.trackmc.sender.Publisher;
import io.trackmc.sender.SenderContext;
import java.nio.file.Path;
import java.util.Map;

/** Publishes a thousand prices: {@code java own.Prices sender.conf lo}. */
class Prices {

    static void main(String[] args) throws Exception {
        NodeConfig config = NodeConfigFile.read(Path.of(args[0]), Map.of("net.interface", args[1]));
        try (Publisher publisher = Publisher.open(new SenderContext().nodeConfig(config))) {
            publisher.receiversBound(1).join();
            for (int i = 1; i <= 1000; i++) {
                publisher.blocking().publish(("price " + i).getBytes(UTF_8));
            }
            Confirmation all = publisher.finish().join();
            System.out.println(all.messages() + " messages, confirmed by " + all.confirmed() + " of " + all.expected());
        }
    }
}
