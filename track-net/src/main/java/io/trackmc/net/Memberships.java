package io.trackmc.net;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DatagramChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The groups that a node's sockets have joined, and how they are joined again on an interface that has come back. On the event loop, once that runs. */
final class Memberships {

    private record Membership(DatagramChannel channel, InetSocketAddress group, @Nullable InetAddress source) {}

    private final List<Membership> all = new ArrayList<>();

    /** Joins a group; waits for it. */
    ChannelFuture join(DatagramChannel channel, InetSocketAddress group, @Nullable InetAddress source,
            NetworkInterface nif) {
        Membership membership = new Membership(channel, group, source);
        all.add(membership);
        return join(membership, nif).awaitUninterruptibly();
    }

    /** Groups that were joined. */
    List<InetAddress> groups() {
        return all.stream().map(membership -> membership.group.getAddress()).toList();
    }

    /** Joins all groups again, and sends multicast there. What the sockets still have of the interface that is gone is given up first: they may have so many groups only. */
    void renew(NetworkInterface before, NetworkInterface now, DatagramChannel unicast) {
        unicast.config().setOption(ChannelOption.IP_MULTICAST_IF, now);
        for (Membership membership : all) {
            attempt(() -> leave(membership, before));
            attempt(() -> join(membership, now));
        }
    }

    /** Netty throws what the kernel says, or fails with it. What cannot be joined now is seen to be missing at the next look. */
    private static void attempt(Supplier<ChannelFuture> step) {
        try {
            var _ = step.get();
        } catch (ChannelException | AssertionError _) {
            // there was nothing to leave, which the JDK takes for impossible, or the interface has gone once more
        }
    }

    private static ChannelFuture join(Membership membership, NetworkInterface nif) {
        return membership.source == null
                ? membership.channel.joinGroup(membership.group, nif)
                : membership.channel.joinGroup(membership.group.getAddress(), nif, membership.source);
    }

    private static ChannelFuture leave(Membership membership, NetworkInterface nif) {
        return membership.source == null
                ? membership.channel.leaveGroup(membership.group, nif)
                : membership.channel.leaveGroup(membership.group.getAddress(), nif, membership.source);
    }
}
