package io.trackmc.it.netns;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hosts on one Ethernet: a network namespace each, joined by veth pairs to a bridge in a namespace of its own.
 *
 * <p>Every host drops a share of the UDP datagrams that reach it, single ones: its device cuts super-packets before they leave, as an
 * ordinary card does. Names hold the process id of the test, so that runs at the same time do not meet; close removes them by name.
 */
final class Hosts implements AutoCloseable {

    /** The name of every host's own interface. */
    static final String INTERFACE = "eth0";

    private static final String BRIDGE = "bridge";
    private static final String SWITCH = "switch";
    private static final int PERMILLE = 1000;
    private static final Pattern DROPPED = Pattern.compile("counter packets (\\d+)");

    private final String prefix = "track-" + ProcessHandle.current().pid() + "-";
    private final List<String> made = new ArrayList<>();

    private Hosts() {}

    /** Skips the test where hosts cannot be made. */
    static void assumePossible() {
        assumeTrue(Commands.succeeds("nft", "--version"), "needs nft (Debian: nftables)");
        assumeTrue(Commands.succeeds("ethtool", "--version"), "needs ethtool");
        assumeTrue(Commands.succeeds("ip", "-V"), "needs ip (Debian: iproute2)");
        assumeTrue(Commands.succeeds("unshare", "-n", "ip", "link", "add", "type", "veth"),
                "needs root: network namespaces with veth pairs");
        assumeTrue(Commands.succeeds("unshare", "-n", "sh", "-c", "nft add table ip t"
                + " && nft add chain ip t c && nft add rule ip t c numgen random mod 2 == 0 drop"
                + " && ip link add type bridge"), "needs a kernel with bridges and nft's numgen");
    }

    /**
     * Makes hosts of these names.
     *
     * @param lossPermille datagrams of a thousand that each host drops as they arrive
     */
    static Hosts of(Collection<String> names, int lossPermille) throws IOException, InterruptedException {
        Hosts hosts = new Hosts();
        try {
            hosts.makeSwitch();
            for (String name : names) {
                hosts.makeHost(name, lossPermille);
            }
            return hosts;
        } catch (IOException | InterruptedException | RuntimeException e) {
            hosts.close();
            throw e;
        }
    }

    /** What to put before a command to run it on that host. */
    List<String> on(String host) {
        return List.of("ip", "netns", "exec", prefix + host);
    }

    /** Datagrams that a host has dropped so far. */
    long droppedBy(String host) throws IOException, InterruptedException {
        String rules = Commands.run("ip", "netns", "exec", prefix + host, "nft", "list", "table", "ip", "loss");
        Matcher matcher = DROPPED.matcher(rules);
        if (!matcher.find()) {
            throw new IllegalStateException("no counter in " + rules);
        }
        return Long.parseLong(matcher.group(1));
    }

    @Override
    public void close() {
        made.reversed().forEach(namespace -> Commands.succeeds("ip", "netns", "delete", namespace));
    }

    private void makeSwitch() throws IOException, InterruptedException {
        String namespace = makeNamespace(SWITCH);
        Commands.run("ip", "-n", namespace, "link", "add", BRIDGE, "type", "bridge", "mcast_snooping", "0");
        Commands.run("ip", "-n", namespace, "link", "set", BRIDGE, "up");
    }

    private void makeHost(String name, int lossPermille) throws IOException, InterruptedException {
        int number = made.size();
        String namespace = makeNamespace(name);
        String port = "port" + number;
        Commands.run("ip", "-n", prefix + SWITCH, "link", "add", port, "type", "veth",
                "peer", "name", INTERFACE, "netns", namespace);
        Commands.run("ip", "-n", prefix + SWITCH, "link", "set", port, "master", BRIDGE, "up");
        Commands.run("ip", "-n", namespace, "address", "add", "10.71.0." + number + "/24", "dev", INTERFACE);
        Commands.run("ip", "-n", namespace, "link", "set", INTERFACE, "up");
        Commands.run("ip", "netns", "exec", namespace, "ethtool", "-K", INTERFACE, "tx-udp-segmentation", "off");
        lose(namespace, lossPermille);
    }

    private static void lose(String namespace, int lossPermille) throws IOException, InterruptedException {
        Commands.run("ip", "netns", "exec", namespace, "nft", "add table ip loss;"
                + " add chain ip loss arriving { type filter hook prerouting priority -300; };"
                + " add rule ip loss arriving meta l4proto udp numgen random mod " + PERMILLE + " < " + lossPermille
                + " counter drop");
    }

    private String makeNamespace(String name) throws IOException, InterruptedException {
        String namespace = prefix + name;
        Commands.run("ip", "netns", "add", namespace);
        made.add(namespace);
        Commands.run("ip", "-n", namespace, "link", "set", "lo", "up");
        return namespace;
    }
}
