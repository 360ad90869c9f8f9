package io.trackmc.net.client;

import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.tls.TlsCredentials;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts whoever shows a certificate that is in a file, whatever name it was reached by, or one for that name that a certificate in the file has certified.
 */
public final class ManagementTrust extends X509ExtendedTrustManager {

    private static final String NOT_FOR_CLIENTS = "nobody is a client here";

    private final List<X509Certificate> known;
    private final X509ExtendedTrustManager certified;

    private ManagementTrust(List<X509Certificate> known, X509ExtendedTrustManager certified) {
        this.known = known;
        this.certified = certified;
    }

    /**
     * A context for clients that trusts by this file.
     *
     * @throws KeyFileException when it has no certificates
     */
    public static SSLContext context(Path file) {
        List<X509Certificate> known = TlsCredentials.certificates(file);
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < known.size(); i++) {
                store.setCertificateEntry("trusted-" + i, known.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            X509ExtendedTrustManager certified = Arrays.stream(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance).map(X509ExtendedTrustManager.class::cast)
                    .findFirst().orElseThrow();
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {new ManagementTrust(known, certified)}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new KeyFileException(file + ": cannot be trusted: " + e.getMessage(), e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        if (isKnown(chain)) {
            chain[0].checkValidity();
        } else {
            certified.checkServerTrusted(chain, kind, engine);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        if (isKnown(chain)) {
            chain[0].checkValidity();
        } else {
            certified.checkServerTrusted(chain, kind, socket);
        }
    }

    /** Without the connection nobody could look whose name the certificate has. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        if (!isKnown(chain)) {
            throw new CertificateException("it is not known by whose name the server was reached");
        }
        chain[0].checkValidity();
    }

    private boolean isKnown(X509Certificate[] chain) {
        return chain.length > 0 && known.contains(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        throw new CertificateException(NOT_FOR_CLIENTS);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        throw new CertificateException(NOT_FOR_CLIENTS);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        throw new CertificateException(NOT_FOR_CLIENTS);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return certified.getAcceptedIssuers();
    }
}
