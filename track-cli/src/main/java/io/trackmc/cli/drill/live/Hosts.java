package io.trackmc.cli.drill.live;

import io.trackmc.cli.process.SystemCommand;
import io.trackmc.cli.task.TaskException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Hosts on one Ethernet: a network namespace each, joined by veth pairs to a bridge in a namespace of its own. Names hold the process id,
 * so that drills at the same time do not meet; close removes them by name.
 */
final class Hosts implements AutoCloseable {

    /** The name of every host's own interface. */
    static final String INTERFACE = "eth0";

    private static final String BRIDGE = "bridge";
    private static final String SWITCH = "switch";
    private static final int LOSS_UNITS = 10_000;
    private static final int SUBNET = 250;

    private final String prefix = "track-drill-" + ProcessHandle.current().pid() + "-";
    private final List<String> made = new ArrayList<>();
    private final Map<String, String> addresses = new HashMap<>();

    private Hosts() {}

    /** @throws TaskException when hosts cannot be made here */
    static void requirePossible() {
        require(SystemCommand.succeeds("ip", "-V"), "ip (Debian: iproute2)");
        require(SystemCommand.succeeds("nft", "--version"), "nft (Debian: nftables)");
        require(SystemCommand.succeeds("ethtool", "--version"), "ethtool");
        require(SystemCommand.succeeds("unshare", "-n", "ip", "link", "add", "type", "veth"),
                "root: it makes network namespaces with veth pairs");
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw TaskException.usage("--live needs " + what);
        }
    }

    /**
     * Makes hosts of these names.
     *
     * @param loss share of all UDP datagrams that each host drops as they arrive
     * @param dataLoss share of those to {@code group} that it drops besides
     */
    static Hosts of(Collection<String> names, double loss, double dataLoss, String group)
            throws IOException, InterruptedException {
        Hosts hosts = new Hosts();
        try {
            hosts.makeSwitch();
            for (String name : names) {
                hosts.makeHost(name);
                hosts.lose(name, "meta l4proto udp", loss);
                hosts.lose(name, "ip daddr " + group, dataLoss);
            }
            return hosts;
        } catch (IOException | InterruptedException | RuntimeException e) {
            hosts.close();
            throw e;
        }
    }

    /** Address of a host, as text. */
    String address(String host) {
        return Objects.requireNonNull(addresses.get(host), host);
    }

    /** What to put before a command to run it on that host; it becomes the command without a fork. */
    List<String> on(String host) {
        return List.of("ip", "netns", "exec", prefix + host);
    }

    @Override
    public void close() {
        made.reversed().forEach(namespace -> SystemCommand.succeeds("ip", "netns", "delete", namespace));
    }

    private void makeSwitch() throws IOException, InterruptedException {
        String namespace = makeNamespace(SWITCH);
        SystemCommand.run("ip", "-n", namespace, "link", "add", BRIDGE, "type", "bridge", "mcast_snooping", "0");
        SystemCommand.run("ip", "-n", namespace, "link", "set", BRIDGE, "up");
    }

    private void makeHost(String name) throws IOException, InterruptedException {
        int number = made.size();
        String namespace = makeNamespace(name);
        String port = "port" + number;
        String address = String.format(Locale.ROOT, "10.72.%d.%d", number / SUBNET, 1 + number % SUBNET);
        addresses.put(name, address);
        SystemCommand.run("ip", "-n", prefix + SWITCH, "link", "add", port, "type", "veth",
                "peer", "name", INTERFACE, "netns", namespace);
        SystemCommand.run("ip", "-n", prefix + SWITCH, "link", "set", port, "master", BRIDGE, "up");
        SystemCommand.run("ip", "-n", namespace, "address", "add", address + "/16", "dev", INTERFACE);
        SystemCommand.run("ip", "-n", namespace, "link", "set", INTERFACE, "up");
        // Super-packets are cut before they leave, as an ordinary card does, so that single datagrams are lost.
        SystemCommand.run("ip", "netns", "exec", namespace, "ethtool", "-K", INTERFACE, "tx-udp-segmentation", "off");
        SystemCommand.run("ip", "netns", "exec", namespace, "nft", "add table ip loss;"
                + " add chain ip loss arriving { type filter hook prerouting priority -300; };");
    }

    private void lose(String host, String which, double share) throws IOException, InterruptedException {
        long units = Math.round(share * LOSS_UNITS);
        if (units > 0) {
            SystemCommand.run("ip", "netns", "exec", prefix + host, "nft", "add rule ip loss arriving " + which
                    + " numgen random mod " + LOSS_UNITS + " < " + units + " counter drop");
        }
    }

    private String makeNamespace(String name) throws IOException, InterruptedException {
        String namespace = prefix + name;
        SystemCommand.run("ip", "netns", "add", namespace);
        made.add(namespace);
        SystemCommand.run("ip", "-n", namespace, "link", "set", "lo", "up");
        return namespace;
    }
}
