package io.trackmc.net.authority;

import io.trackmc.keys.transport.identity.RoleOid;
import java.net.InetSocketAddress;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/**
 * How an authority is reached.
 *
 * @param address where it listens
 * @param context with one's own certificate, and the one trust anchor that may have certified this authority
 * @param pin by what it is known
 * @param group that is asked about
 * @param patience for a connection, and for each answer
 */
public record AuthorityAddress(InetSocketAddress address, SSLContext context, AuthorityPin pin, String group,
        Duration patience) {

    /** Role of the authority. */
    public RoleOid role() {
        return pin.role();
    }
}
