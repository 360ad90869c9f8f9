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
 * @param role that its certificate must have
 * @param group that is asked about
 * @param patience for a connection, and for each answer
 */
public record AuthorityAddress(InetSocketAddress address, SSLContext context, RoleOid role,
        String group, Duration patience) {}
