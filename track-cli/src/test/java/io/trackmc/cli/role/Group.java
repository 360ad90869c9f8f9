package io.trackmc.cli.role;

import io.trackmc.cli.CliFixture;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.repairhead.RepairHead;
import io.trackmc.repairhead.RepairHeadContext;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** A deployment on disk whose nodes meet on loopback, on addresses of their own. */
public record Group(Path directory) {

    public static final String LOOPBACK = "127.0.0.1";

    /** Makes it with the keys of all nodes. */
    public static Group create(Path directory, int receivers, int repairHeads) throws IOException {
        CliFixture init = CliFixture.run("keys", "init", "--dir", directory.toString(), "--group", "test",
                "--receivers",
                String.valueOf(receivers), "--repair-heads", String.valueOf(repairHeads), "--group-address",
                "239.255." + ThreadLocalRandom.current().nextInt(256) + ".1", "--port", String.valueOf(freePort()));
        if (init.code() != 0) {
            throw new IllegalStateException(init.err());
        }
        return new Group(directory);
    }

    /** Configuration of a node. */
    public Path config(String node) {
        return directory.resolve(node + ".conf");
    }

    /** Words of a command for a node, which works on loopback. */
    public String[] words(String command, String node, String... more) {
        List<String> words = new ArrayList<>(List.of(command, "--config", config(node).toString(), "--interface",
                LOOPBACK, "-Dwindow.packets=256"));
        words.addAll(Arrays.asList(more));
        return words.toArray(String[]::new);
    }

    /** A repair head of it, running. */
    public RepairHead repairHead(String node) {
        return RepairHead.open(new RepairHeadContext().nodeConfig(NodeConfigFile.read(config(node),
                Map.of("net.interface", LOOPBACK, "window.packets", "256"))));
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), 0))) {
            return socket.getLocalPort();
        }
    }
}
