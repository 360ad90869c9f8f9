package io.trackmc.cli.host;

import io.trackmc.cli.process.SystemCommand;
import io.trackmc.cli.task.TaskException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Hosts on one Ethernet: a network namespace each, joined by veth pairs to a bridge in a namespace of its own. Names hold the process id,
 * so that runs at the same time do not meet; close removes them by name.
 */
public final class Hosts implements AutoCloseable {

    /** The name of every host's own interface. */
    public static final String INTERFACE = "eth0";

    private static final String BRIDGE = "bridge";
    private static final String SWITCH = "switch";
    private static final int LOSS_UNITS = 10_000;
    private static final int SUBNET = 250;

    private final String prefix;
    private final Wiring wiring;
    private final List<String> made = new ArrayList<>();

    private Hosts(String purpose, Wiring wiring) {
        this.prefix = "track-" + purpose + "-" + ProcessHandle.current().pid() + "-";
        this.wiring = wiring;
    }

    /**
     * Looks whether hosts can be made here.
     *
     * @param who needs them: begins the line that says what is missing
     * @throws TaskException when they cannot
     */
    public static void requirePossible(String who) {
        require(SystemCommand.succeeds("ip", "-V"), who, "ip (Debian: iproute2)");
        require(SystemCommand.succeeds("nft", "--version"), who, "nft (Debian: nftables)");
        require(SystemCommand.succeeds("ethtool", "--version"), who, "ethtool");
        require(SystemCommand.succeeds("unshare", "-n", "ip", "link", "add", "type", "veth"), who,
                "root: it makes network namespaces with veth pairs");
    }

    private static void require(boolean condition, String who, String what) {
        if (!condition) {
            throw TaskException.usage(who + " needs " + what);
        }
    }

    /**
     * Makes hosts of these names.
     *
     * @param purpose a word in their names
     * @param wiring what becomes of super-packets; unless they stay whole, single datagrams are lost
     */
    public static Hosts of(String purpose, Collection<String> names, Wiring wiring)
            throws IOException, InterruptedException {
        Hosts hosts = new Hosts(purpose, wiring);
        try {
            hosts.makeSwitch();
            for (String name : names) {
                hosts.makeHost(name);
            }
            return hosts;
        } catch (IOException | InterruptedException | RuntimeException e) {
            hosts.close();
            throw e;
        }
    }

    /** Address of a host. */
    public String address(String host) {
        return address(made.indexOf(prefix + host));
    }

    /**
     * From now on a host drops UDP datagrams as they arrive, before they are put together from fragments.
     *
     * @param share of them
     */
    public Hosts loseAtRandom(String host, double share) throws IOException, InterruptedException {
        lose(host, "ip protocol udp", share);
        return this;
    }

    /** The same with those to one group address. */
    public Hosts loseAtRandom(String host, String group, double share) throws IOException, InterruptedException {
        lose(host, "ip daddr " + group, share);
        return this;
    }

    /** What to put before a command to run it on that host; it becomes the command without a fork. */
    public List<String> on(String host) {
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
        if (wiring == Wiring.CUT_AND_JOINED) {
            SystemCommand.run("ip", "netns", "exec", namespace, "nft", "add table bridge loss;"
                    + " add chain bridge loss leaving { type filter hook forward priority 0; };");
        }
    }

    private void makeHost(String name) throws IOException, InterruptedException {
        int number = made.size();
        String namespace = makeNamespace(name);
        String port = "port" + number;
        SystemCommand.run("ip", "-n", prefix + SWITCH, "link", "add", port, "type", "veth",
                "peer", "name", INTERFACE, "netns", namespace);
        SystemCommand.run("ip", "-n", prefix + SWITCH, "link", "set", port, "master", BRIDGE, "up");
        SystemCommand.run("ip", "-n", namespace, "address", "add", address(number) + "/16", "dev", INTERFACE);
        SystemCommand.run("ip", "-n", namespace, "link", "set", INTERFACE, "up");
        SystemCommand.run("ip", "netns", "exec", namespace, "ethtool", "-K", INTERFACE, "tx-udp-segmentation",
                wiring == Wiring.WHOLE ? "on" : "off");
        if (wiring == Wiring.CUT_AND_JOINED) {
            join(namespace, port);
        }
        SystemCommand.run("ip", "netns", "exec", namespace, "nft", "add table ip loss;"
                + " add chain ip loss arriving { type filter hook prerouting priority -300; };");
    }

    /** A veth joins only what comes from an end that sends no segments of TCP. */
    private void join(String namespace, String port) throws IOException, InterruptedException {
        SystemCommand.run("ip", "netns", "exec", namespace, "ethtool", "-K", INTERFACE, "gro", "on");
        SystemCommand.run("ip", "netns", "exec", prefix + SWITCH, "ethtool", "-K", port, "tso", "off");
    }

    private static String address(int number) {
        return String.format(Locale.ROOT, "10.72.%d.%d", number / SUBNET, 1 + number % SUBNET);
    }

    private void lose(String host, String which, double share) throws IOException, InterruptedException {
        long units = Math.round(share * LOSS_UNITS);
        if (units > 0) {
            String drop = which + " numgen random mod " + LOSS_UNITS + " < " + units + " counter drop";
            if (wiring == Wiring.CUT_AND_JOINED) { // on the wire: the host would lose what it has joined
                SystemCommand.run("ip", "netns", "exec", prefix + SWITCH, "nft",
                        "add rule bridge loss leaving oifname port" + made.indexOf(prefix + host) + " " + drop);
            } else {
                SystemCommand.run("ip", "netns", "exec", prefix + host, "nft", "add rule ip loss arriving " + drop);
            }
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
