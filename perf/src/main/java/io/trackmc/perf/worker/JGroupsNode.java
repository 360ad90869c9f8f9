package io.trackmc.perf.worker;

import org.jgroups.JChannel;

/**
 * A JGroups channel with one of the stacks that its jar brings: {@code udp.xml}, its default, and {@code udp-new.xml}, its newer reliable
 * multicast, which was faster here and did not stall with small messages.
 */
final class JGroupsNode {

    private JGroupsNode() {}

    static JChannel channel(Settings settings, String peer) throws Exception {
        System.setProperty("java.net.preferIPv4Stack", "true");
        System.setProperty("jgroups.bind_addr", settings.text("address"));
        System.setProperty("jgroups.udp.mcast_addr", settings.text("group"));
        System.setProperty("jgroups.udp.mcast_port", settings.text("port"));
        return new JChannel(peer.equals("jgroups") ? "udp.xml" : "udp-new.xml");
    }
}
