package io.trackmc.net;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks every second whether the interface still takes in the node's groups, and joins them again where it does not: the kernel forgets them when an interface is removed, and
 * does not join them when it comes back. One thread looks for all nodes of the process, so that none is held up by it.
 */
final class InterfaceWatch {

    private static final long PERIOD_MS = 1000;
    private static final ScheduledExecutorService LOOKER = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("track-interfaces").factory());

    private final OpenSockets sockets;
    private final Memberships memberships;
    private final List<InetAddress> groups;
    private final KernelGroups kernel = new KernelGroups(Path.of("/proc"));
    private NetworkInterface joinedOn;

    private InterfaceWatch(OpenSockets sockets, Memberships memberships, NetworkInterface joinedOn) {
        this.sockets = sockets;
        this.memberships = memberships;
        this.groups = memberships.groups();
        this.joinedOn = joinedOn;
    }

    /** Watches until the sockets' loop ends. */
    static void start(OpenSockets sockets, Memberships memberships, NetworkInterface joinedOn) {
        InterfaceWatch watch = new InterfaceWatch(sockets, memberships, joinedOn);
        ScheduledFuture<?> looks = LOOKER.scheduleWithFixedDelay(
                watch::look, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
        var _ = sockets.loop().ended().whenComplete((nothing, error) -> looks.cancel(false));
    }

    private void look() {
        NetworkInterface now = usable();
        boolean isSame = now != null && now.getIndex() == joinedOn.getIndex();
        if (now == null || (isSame && kernel.hasAll(now.getIndex(), groups))) {
            return;
        }
        NetworkInterface before = joinedOn;
        joinedOn = now;
        sockets.loop().execute(() -> {
            memberships.renew(before, now, sockets.unicast());
            sockets.counters().increment(NetCounterId.GROUPS_JOINED_AGAIN);
        });
    }

    /** The interface, if it is there, is up, and has the address that the node is known by. */
    private @Nullable NetworkInterface usable() {
        try {
            NetworkInterface found = NetworkInterface.getByName(sockets.networkInterface());
            boolean fits = found != null && found.isUp() && found.inetAddresses().anyMatch(
                    address -> address.equals(sockets.unicastAddress().getAddress()));
            return fits ? found : null;
        } catch (SocketException _) {
            return null;
        }
    }
}
