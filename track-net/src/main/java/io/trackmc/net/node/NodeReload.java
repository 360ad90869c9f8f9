package io.trackmc.net.node;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.tls.KeyPairFiles;
import io.trackmc.keys.transport.tls.TlsCredentials;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.management.ManagementFiles;
import io.trackmc.net.metrics.NodeMetrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Files of keys and certificates that a running node is to take over, read and checked as a whole before any of it is used.
 *
 * @param config that names them
 * @param management what those of the management address say; null where there is none
 * @param keyPair certificate and private key of {@code keys}; null without
 * @param expiry when the node's certificate expires, seconds since 1970; empty when it has none
 */
public record NodeReload(
        NodeConfig config, @Nullable ManagementFiles management, @Nullable KeyPairFiles keyPair, OptionalLong expiry) {

    /**
     * Reads and checks all of them.
     *
     * @param warnings told in one line of each file with a secret that others may read
     * @throws ConfigurationException with every fault
     */
    public static NodeReload check(NodeConfig config, Consumer<String> warnings) {
        List<String> faults = new ArrayList<>();
        NodeConfig.Files files = config.files();
        KeyPairFiles keyPair = checkPair(files.certificate(), files.privateKey(), faults);
        NodeConfig.Authorities authorities = config.authorities();
        if (authorities != null) {
            var _ = checkPair(authorities.certificate(), authorities.privateKey(), faults);
            checkAuthority(authorities.transportController(), faults);
            checkAuthority(authorities.contentAuthority(), faults);
        }
        ManagementFiles management = null;
        if (config.management() != null) {
            try {
                management = ManagementFiles.read(config.management(), warnings);
            } catch (ConfigurationException e) {
                faults.add(String.valueOf(e.getMessage()));
            }
        }
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults.stream().distinct().toList());
        }
        return new NodeReload(config, management, keyPair, NodeMetrics.expiry(config));
    }

    private static @Nullable KeyPairFiles checkPair(
            @Nullable Path certificate, @Nullable Path privateKey, List<String> faults) {
        try {
            return certificate == null || privateKey == null ? null : KeyPairFiles.read(certificate, privateKey);
        } catch (KeyFileException e) {
            faults.add(e.getMessage());
            return null;
        }
    }

    private static void checkAuthority(NodeConfig.@Nullable Authority authority, List<String> faults) {
        if (authority != null) {
            check(() -> TlsCredentials.certificates(authority.anchor()), faults);
            check(() -> TlsCredentials.certificates(authority.certificate()), faults);
        }
    }

    private static void check(Runnable reading, List<String> faults) {
        try {
            reading.run();
        } catch (KeyFileException e) {
            faults.add(e.getMessage());
        }
    }
}
