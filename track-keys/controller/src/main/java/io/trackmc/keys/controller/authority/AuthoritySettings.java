package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.store.StoreFiles;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.net.tls.TlsLimits;
import io.trackmc.proto.protect.KeyLayer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an authority runs.
 *
 * @param layer transport controller or content authority
 * @param directory of the authorities, as {@code keys init} made it
 * @param store where the key lies under which it seals what it writes
 * @param listen where it listens; port 0 lets the kernel choose
 * @param limits of its connections
 * @param rekey when it rekeys and how, where it is not to be as the policy says
 * @param releasesAMinute how often each member is given its keys in a minute, from 1; more often it is refused
 * @param management where metrics and health are served; null for nowhere
 * @param admission who gets keys, of all who may have them otherwise
 */
public record AuthoritySettings(KeyLayer layer, AuthorityDirectory directory, StoreFiles store,
        InetSocketAddress listen, TlsLimits limits, Rekeying rekey, int releasesAMinute,
        NodeConfig.@Nullable Management management, AdmissionRule admission) {

    /**
     * When and how keys change; null: as the policy says.
     *
     * @param every a scheduled rekey so long after the one before; zero never
     * @param afterEvents a rekey after so many joins and leaves
     * @param gather joins and leaves wait no longer than this for others
     * @param notBefore earliest changeover after a rekey
     * @param hard changeover at the latest
     * @param overlap how long the transport epoch before is accepted then
     */
    public record Rekeying(@Nullable Duration every, @Nullable Integer afterEvents, Duration gather,
            @Nullable Duration notBefore, @Nullable Duration hard, @Nullable Duration overlap) {

        /** How long joins and leaves wait where nobody has said. */
        public static final Duration DEFAULT_GATHER = Duration.ofSeconds(1);

        /** All as the policy says. */
        public static final Rekeying BY_POLICY = new Rekeying(null, null, DEFAULT_GATHER, null, null, null);
    }

    /** With other terms of rekeys. */
    public AuthoritySettings with(Rekeying other) {
        return new AuthoritySettings(layer, directory, store, listen, limits, other, releasesAMinute, management,
                admission);
    }

    /** With another limit of releases. */
    public AuthoritySettings withReleasesAMinute(int releases) {
        return new AuthoritySettings(layer, directory, store, listen, limits, rekey, releases, management,
                admission);
    }

    /** With metrics and health served there. */
    public AuthoritySettings withManagement(NodeConfig.Management where) {
        return new AuthoritySettings(layer, directory, store, listen, limits, rekey, releasesAMinute, where,
                admission);
    }

    /** With a rule of one's own about who gets keys. */
    public AuthoritySettings withAdmission(AdmissionRule rule) {
        return new AuthoritySettings(layer, directory, store, listen, limits, rekey, releasesAMinute, management,
                rule);
    }

    /** By the policy, for a deployment in a directory. */
    public static AuthoritySettings of(KeyLayer layer, Path directory, InetSocketAddress listen) {
        AuthorityDirectory files = AuthorityDirectory.of(directory);
        return new AuthoritySettings(layer, files, files.store(layer), listen, TlsLimits.DEFAULT,
                Rekeying.BY_POLICY, ReleaseLimit.DEFAULT_A_MINUTE, null, AdmissionRule.NONE);
    }
}
