package io.trackmc.net.management;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.tls.KeyPairFiles;
import io.trackmc.keys.transport.tls.TlsContexts;
import io.trackmc.net.ConfigurationException;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What the files say that management names: checked as a whole before a server uses it.
 *
 * @param token that whoever asks must show; null for none
 * @param tls shows the certificate; null for no TLS
 */
public record ManagementFiles(@Nullable BearerToken token, @Nullable SSLContext tls) {

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
            return new ManagementFiles(token, tls);
        } catch (KeyFileException | IllegalArgumentException e) {
            throw new ConfigurationException(List.of("management: " + e.getMessage()));
        }
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
