package own;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.receiver.ReceiverContext;
import io.trackmc.receiver.Subscription;
import java.nio.file.Path;
import java.util.Map;

/** Prints what is published until the session is over: {@code java own.Screen receiver-1.conf lo}. */
class Screen {

    static void main(String[] args) {
        NodeConfig config = NodeConfigFile.read(Path.of(args[0]), Map.of("net.interface", args[1]));
        try (Subscription subscription = Subscription.subscribe(new ReceiverContext().nodeConfig(config).once(true),
                (bytes, offset, length) -> System.out.println(new String(bytes, offset, length, UTF_8)))) {
            subscription.finished().join();
        }
    }
}
