package io.trackmc.cli.demo;

import io.trackmc.cli.expulsion.AuthorityPlaces;
import io.trackmc.cli.proof.Follower;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.unit.ByteSize;
import io.trackmc.keys.controller.deploy.StaticDeployment;
import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentBundleFile;
import io.trackmc.keys.payload.ContentEpoch;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.keys.transport.bundle.NodeRole;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The files of one demonstration, all in one directory: a deployment with keys of its own, what is sent, and what is received.
 *
 * @param directory where they are
 * @param payload what is sent
 * @param nodes configurations: sender, repair heads, receivers
 */
public record DemoFiles(Path directory, Path payload, List<NodeConfig> nodes) {

    /** The interface of everything here. */
    static final String LOOPBACK = "127.0.0.1";

    private static final int BUFFER_BYTES = 1 << 16;

    /** Regions use addresses behind the group's, so the last byte begins low. */
    private static final int LAST_BYTES = 8;

    /** Enough for loopback, where nothing is under way for long; the default of a deployment would take a lot of memory here. */
    private static final int WINDOW_PACKETS = 256;

    /** What is sent lasts so long where something is to happen in the middle. */
    private static final int LEAST_SECONDS = 3;

    /** A deployment with keys of its own, below the directory. */
    public static Path deploy(Path directory, DemoPlan plan) throws IOException {
        Path deployment = directory.resolve("group");
        SecureRandom random = new SecureRandom();
        DeploymentPlan group = DeploymentPlan.of("demo", groupAddress(random), freePort(),
                DefaultLayout.of(plan.repairHeads(), plan.receivers()));
        StaticDeployment.write(deployment, group, random, InstantSource.system());
        return deployment;
    }

    /**
     * Makes the others.
     *
     * @param deployment what {@link #deploy} made
     * @param authorities that its nodes ask
     * @throws TaskException when there is not enough room
     */
    public static DemoFiles create(Path directory, Path deployment, DemoPlan plan, AuthorityPlaces authorities)
            throws IOException {
        long bytes = plan.file() == null ? plan.bytes() : Files.size(plan.file());
        requireRoom(directory, bytes, plan.receivers() + 1);
        Path payload = plan.file() == null ? random(directory.resolve("payload"), bytes, plan.seed()) : plan.file();
        List<NodeConfig> nodes = nodes(deployment, plan, authorities);
        if (plan.hasIncident()) {
            nodes.set(0, nodes.getFirst().withRates(pace(bytes), 0));
        }
        return new DemoFiles(directory, payload, nodes);
    }

    /** How fast so much is sent where something is to happen in the middle; bytes per second. */
    static long pace(long bytes) {
        return Math.max(1, bytes / LEAST_SECONDS);
    }

    /** Nodes of one role, in their order. */
    public List<NodeConfig> of(NodeRole role) {
        return nodes.stream().filter(node -> node.self().role() == role).toList();
    }

    /** Where what all can hear is sent: the data channel, and the channels of all regions. */
    Set<InetSocketAddress> channels() {
        Set<InetSocketAddress> channels = new LinkedHashSet<>(Set.of(sender().data()));
        nodes.stream().map(NodeConfig::region).filter(Objects::nonNull).map(NodeConfig.Region::channel)
                .forEach(channels::add);
        return channels;
    }

    /** The sender's. */
    public NodeConfig sender() {
        return nodes.getFirst();
    }

    /** The real content epochs, all of them, as the sender has them. */
    List<ContentEpoch> content(List<byte[]> contentRekeys) {
        ContentBundle first = new ContentBundleFile()
                .read(Objects.requireNonNull(sender().files().contentBundle()), warning -> {});
        return Follower.content(first, contentRekeys);
    }

    /** Where a receiver puts its copy. */
    Path copyOf(NodeConfig receiver) {
        return directory.resolve(receiver.self().name() + ".copy");
    }

    private static void requireRoom(Path directory, long bytes, int copies) throws IOException {
        long free = Files.getFileStore(directory).getUsableSpace();
        if (bytes > free / copies) {
            throw TaskException.failed(directory.getParent() + ": " + copies + " times " + ByteSize.text(bytes)
                    + " do not fit, " + ByteSize.text(free)
                    + " are free (another place: TRACK_JVM_OPTS=-Djava.io.tmpdir=DIR)");
        }
    }

    private static Path random(Path file, long bytes, long seed) throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        byte[] buffer = new byte[BUFFER_BYTES];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = bytes; left > 0; left -= buffer.length) {
                random.nextBytes(buffer);
                out.write(buffer, 0, (int) Math.min(left, buffer.length));
            }
        }
        return file;
    }

    private static List<NodeConfig> nodes(Path deployment, DemoPlan plan, AuthorityPlaces authorities) {
        List<NodeConfig> nodes = new ArrayList<>();
        nodes.add(node(deployment, "sender", NodeRole.SENDER, authorities));
        for (int i = 1; i <= plan.repairHeads(); i++) {
            nodes.add(node(deployment, "rh-" + i, NodeRole.REPAIR_HEAD, authorities));
        }
        for (int i = 1; i <= plan.receivers(); i++) {
            nodes.add(node(deployment, "receiver-" + i, NodeRole.RECEIVER, authorities));
        }
        return nodes;
    }

    private static NodeConfig node(Path deployment, String name, NodeRole role, AuthorityPlaces authorities) {
        Map<String, String> settings = settings(role, authorities);
        settings.put("net.interface", LOOPBACK);
        return NodeConfigFile.read(deployment.resolve(name + ".conf"), settings);
    }

    /** What the configuration of a node is to say beside what is in its file. */
    static Map<String, String> settings(NodeRole role, AuthorityPlaces authorities) {
        Map<String, String> settings = new HashMap<>(authorities.settings(role));
        settings.put("window.packets", String.valueOf(WINDOW_PACKETS));
        return settings;
    }

    /** Another one each time, in the site-local range of RFC 2365, so that demonstrations do not meet. */
    private static String groupAddress(SecureRandom random) {
        return "239.255." + random.nextInt(256) + "." + random.nextInt(LAST_BYTES);
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), 0))) {
            return socket.getLocalPort();
        }
    }
}
