package io.trackmc.net.management;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.tls.KeyPairFiles;
import io.trackmc.keys.transport.tls.TlsContexts;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.client.ManagementAddress;
import io.trackmc.net.client.ManagementTrust;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What the files say that management names: checked as a whole before a server uses it.
 *
 * @param token that whoever asks must show; null for none
 * @param tls shows the certificate; null for no TLS
 * @param below addresses that are asked for their trees, with what it takes to ask there
 */
public record ManagementFiles(@Nullable BearerToken token, @Nullable SSLContext tls, List<ManagementAddress> below) {

    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

    /**
     * Reads them.
     *
     * @param warnings told in one line of each file with a secret that others may read
     * @throws ConfigurationException when a file does not do
     */
    public static ManagementFiles read(NodeConfig.Management config, Consumer<String> warnings) {
        try {
            BearerToken token = config.tokenFile() == null ? null : BearerToken.read(config.tokenFile(), warnings);
            SSLContext tls = config.certificate() == null || config.privateKey() == null ? null
                    : tls(config.certificate(), config.privateKey(), warnings);
            return new ManagementFiles(token, tls, below(config.below(), warnings));
        } catch (KeyFileException | IllegalArgumentException e) {
            throw new ConfigurationException(List.of("management: " + e.getMessage()));
        }
    }

    private static List<ManagementAddress> below(List<NodeConfig.Below> addresses, Consumer<String> warnings) {
        Map<Path, SSLContext> trusted = new HashMap<>();
        List<ManagementAddress> result = new ArrayList<>();
        for (NodeConfig.Below each : addresses) {
            Path certificate = each.certificate();
            SSLContext tls = certificate == null ? null
                    : trusted.computeIfAbsent(certificate, ManagementTrust::context);
            String shown = each.tokenFile() == null ? null : BearerToken.read(each.tokenFile(), warnings).text();
            result.add(new ManagementAddress(each.url(), shown, tls));
        }
        return List.copyOf(result);
    }

    private static SSLContext tls(Path certificate, Path privateKey, Consumer<String> warnings) {
        SecureFiles.checkMode(privateKey, warnings);
        KeyPairFiles own;
        try {
            own = KeyPairFiles.read(certificate, privateKey);
        } catch (KeyFileException e) {
            throw new KeyFileException("key \"management.private-key\" or \"management.certificate\": "
                    + e.getMessage(), e);
        }
        if (!isForServers(own.chain().getFirst())) {
            throw new KeyFileException(certificate + ": found a certificate that is not for TLS servers, allowed: one"
                    + " with the extended key usage serverAuth, or without extended key usages");
        }
        return TlsContexts.ofServer(own.chain(), own.privateKey());
    }

    private static boolean isForServers(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null || purposes.contains(SERVER_AUTH);
        } catch (CertificateParsingException _) {
            return false;
        }
    }
}
