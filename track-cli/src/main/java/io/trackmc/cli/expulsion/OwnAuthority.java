package io.trackmc.cli.expulsion;

import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.tls.TlsContexts;
import io.trackmc.keys.transport.tls.TlsCredentials;
import io.trackmc.net.authority.AuthorityAddress;
import io.trackmc.net.authority.AuthorityClient;
import io.trackmc.net.authority.AuthorityPin;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;

/** A way to a running authority for who runs it: its own certificate, which the policy lets ask for what members may not. */
public final class OwnAuthority {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private OwnAuthority() {}

    /**
     * Connects, and asks nothing yet.
     *
     * @param directory of the authority, with its certificate and private key
     * @param group that it serves
     * @param where it listens
     */
    public static AuthorityClient connect(AuthorityDirectory directory, KeyLayer layer, String group,
            InetSocketAddress where) throws IOException, GeneralSecurityException {
        TlsCredentials credentials = TlsCredentials.read(directory.certificate(layer), directory.privateKey(layer),
                List.of(directory.caCertificate(layer)));
        AuthorityPin pin = AuthorityPin.of(role(layer), TlsCredentials.certificates(directory.certificate(layer)));
        return AuthorityClient
                .connect(new AuthorityAddress(where, TlsContexts.create(credentials), pin, group, PATIENCE));
    }

    /** As configurations and messages name the authority of a layer. */
    public static String name(KeyLayer layer) {
        return role(layer).text();
    }

    private static RoleOid role(KeyLayer layer) {
        return layer == KeyLayer.TRANSPORT ? RoleOid.TRANSPORT_CONTROLLER : RoleOid.CONTENT_AUTHORITY;
    }
}
