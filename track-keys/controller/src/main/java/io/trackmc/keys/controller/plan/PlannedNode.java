package io.trackmc.keys.controller.plan;

import io.trackmc.keys.transport.bundle.Member;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A node with everything decided but its keys.
 *
 * @param member id, name and role
 * @param region the region that it heads; null for a receiver
 * @param parents names of its parents, primary first; empty for the sender
 * @param address host or host:port at which its children reach it; null when they learn it
 */
public record PlannedNode(Member member, @Nullable Region region, List<String> parents, @Nullable String address) {

    /** An IPv6 address without brackets has colons and no port. */
    private static final Pattern HOST_AND_PORT = Pattern.compile("(?:[^:]+|\\[.*]):([0-9]{1,5})");

    /** The port of the address, which the node must listen on; empty where there is none. */
    public OptionalInt port() {
        Matcher matcher = HOST_AND_PORT.matcher(address == null ? "" : address);
        return matcher.matches() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }

    /** Shorthand for the member's. */
    public String name() {
        return member.name();
    }

    /** Shorthand for the member's. */
    public int id() {
        return member.id();
    }

    /**
     * A region.
     *
     * @param id 0 for the sender's; u32
     * @param address multicast address of its local control channel
     * @param tenant whose it is; null: everybody's
     */
    public record Region(int id, InetAddress address, @Nullable String tenant) {

        /** One that is everybody's. */
        public Region(int id, InetAddress address) {
            this(id, address, null);
        }
    }
}
