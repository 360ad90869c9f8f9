package io.trackmc.net.authority;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.identity.PeerIdentity;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.tls.TlsContexts;
import io.trackmc.keys.transport.tls.TlsCredentials;
import io.trackmc.net.Addresses;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ways of one node to the authorities of its group, as its configuration names them. Reads files when asked. */
public final class NodeAuthorities {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final NodeConfig config;

    /** Of a node. */
    public NodeAuthorities(NodeConfig config) {
        this.config = config;
    }

    /** Whether the node asks for its keys when it starts. */
    public boolean areJoined() {
        NodeConfig.Authorities authorities = config.authorities();
        return authorities != null && authorities.join();
    }

    /**
     * Where the transport controller is and by what it is known; empty when the configuration does not say.
     *
     * @throws io.trackmc.keys.transport.file.KeyFileException when certificates or keys cannot be read
     * @throws io.trackmc.net.ConfigurationException when the address is none
     */
    public Optional<AuthorityAddress> transportController() {
        NodeConfig.Authorities authorities = config.authorities();
        return address(authorities == null ? null : authorities.transportController(), RoleOid.TRANSPORT_CONTROLLER);
    }

    /** Where the content authority is; the same. */
    public Optional<AuthorityAddress> contentAuthority() {
        NodeConfig.Authorities authorities = config.authorities();
        return address(authorities == null ? null : authorities.contentAuthority(), RoleOid.CONTENT_AUTHORITY);
    }

    /**
     * Who the node is for authorities.
     *
     * @throws RegistrationException when its certificate is not one of ours
     */
    public PeerIdentity identity() {
        NodeConfig.Authorities authorities = config.authorities();
        if (authorities == null) {
            throw new IllegalStateException("no authorities are configured");
        }
        try {
            return PeerIdentity.of(TlsCredentials.certificates(authorities.certificate()).getFirst());
        } catch (GeneralSecurityException e) {
            throw new RegistrationException(authorities.certificate() + ": " + e.getMessage(), e);
        }
    }

    private Optional<AuthorityAddress> address(NodeConfig.@Nullable Authority authority, RoleOid role) {
        NodeConfig.Authorities all = config.authorities();
        if (authority == null || all == null) {
            return Optional.empty();
        }
        TlsCredentials credentials = TlsCredentials.read(all.certificate(), all.privateKey(),
                List.of(authority.anchor()));
        return Optional.of(new AuthorityAddress(Addresses.parse(authority.address()), TlsContexts.create(credentials),
                pin(role, authority.certificate()), config.groupName(), PATIENCE));
    }

    private static AuthorityPin pin(RoleOid role, Path file) {
        try {
            return AuthorityPin.of(role, TlsCredentials.certificates(file));
        } catch (GeneralSecurityException e) {
            throw new KeyFileException(file + ": found " + e.getMessage(), e);
        }
    }
}
