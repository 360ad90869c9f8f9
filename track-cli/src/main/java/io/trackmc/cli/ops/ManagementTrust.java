package io.trackmc.cli.ops;

import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.TaskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whom a command believes to be a management address. */
public final class ManagementTrust {

    private ManagementTrust() {}

    /**
     * TLS that trusts exactly the certificates of a file.
     *
     * @param file PEM
     * @param key what has named the file, for who has to mend it
     * @throws TaskException when the file does not do
     */
    public static SSLContext in(Path file, String key) {
        try (var in = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(in);
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate each : certificates) {
                store.setCertificateEntry("trusted-" + number++, each);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw TaskException.usage(key + ": " + file + ": " + Fault.text(e), e);
        }
    }
}
