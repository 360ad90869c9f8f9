package io.trackmc.net;

import io.trackmc.proto.engine.Endpoint;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Socket addresses of the peers that a node sends to, kept so that sending to a known peer allocates nothing. Bounded: the
 * peer least recently sent to is forgotten, and costs a few objects when it is sent to again. Not thread-safe.
 */
final class PeerAddresses {

    /** Peers kept when nothing else is said: more than a parent may have children. */
    public static final int DEFAULT_CAPACITY = 4096;

    private static final float LOAD_FACTOR = 0.75f;

    private final Map<Endpoint, InetSocketAddress> known;
    private final int scopeId;
    private @Nullable Endpoint last;
    private @Nullable InetSocketAddress lastAddress;

    /**
     * @param capacity peers kept, 1 or more
     * @param scopeId index of the interface to which IPv6 link-local addresses belong
     * @param counters where evictions are counted
     */
    public PeerAddresses(int capacity, int scopeId, NetCounters counters) {
        this.scopeId = scopeId;
        this.known = new BoundedMap(capacity, counters);
    }

    /** The socket address of {@code endpoint}: the same object again while it is known. */
    public InetSocketAddress socketAddress(Endpoint endpoint) {
        InetSocketAddress sameAsBefore = lastAddress;
        if (sameAsBefore != null && endpoint.equals(last)) {
            return sameAsBefore;
        }
        InetSocketAddress address = known.get(endpoint);
        if (address == null) {
            address = Addresses.socketAddress(endpoint, scopeId);
            known.put(endpoint, address);
        }
        last = endpoint;
        lastAddress = address;
        return address;
    }

    private static final class BoundedMap extends LinkedHashMap<Endpoint, InetSocketAddress> {

        private static final long serialVersionUID = 1;

        private final int capacity;
        private final transient NetCounters counters;

        BoundedMap(int capacity, NetCounters counters) {
            super(16, LOAD_FACTOR, true);
            this.capacity = capacity;
            this.counters = counters;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Endpoint, InetSocketAddress> eldest) {
            if (size() <= capacity) {
                return false;
            }
            counters.increment(NetCounterId.PEER_ADDRESSES_EVICTED);
            return true;
        }
    }
}
