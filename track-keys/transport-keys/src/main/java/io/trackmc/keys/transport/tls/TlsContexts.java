package io.trackmc.keys.transport.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.BCSSLEngine;
import org.bouncycastle.jsse.BCSSLParameters;
import org.bouncycastle.jsse.BCSSLSocket;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;

/**
 * TLS 1.3 as nodes and authorities speak it: certificates of both ends, the hybrid key agreement X25519MLKEM768 first, and nothing older.
 *
 * <p>Bouncy Castle's TLS, because the JDK's own has no hybrid key agreement. Both of its providers stay out of the JDK's list: nothing
 * else in the process changes its cryptography.
 */
public final class TlsContexts {

    /** Name of the protocol inside TLS (ALPN). */
    public static final String APPLICATION_PROTOCOL = "track-keys/1";

    static final Provider CRYPTOGRAPHY = new BouncyCastleProvider();

    private static final Provider TLS = new BouncyCastleJsseProvider(CRYPTOGRAPHY);
    private static final String[] VERSIONS = {"TLSv1.3"};
    private static final String[] CIPHER_SUITES = {"TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256"};
    private static final String[] KEY_AGREEMENTS = {"X25519MLKEM768", "x25519"};
    /** A key of a curve that is not among these signs nothing in Bouncy Castle's TLS, and operators' certificates have keys of these. */
    private static final String[] KEY_AGREEMENTS_WITH_ALL = {"X25519MLKEM768", "x25519", "secp256r1", "secp384r1",
        "secp521r1"};
    /** Bouncy Castle tells each handshake at length; whoever uses this counts and reports what matters. */
    private static final Logger CHATTER = Logger.getLogger("org.bouncycastle.jsse");

    private static final String ALIAS = "own";
    private static final char[] NO_PASSWORD = {};

    static {
        CHATTER.setLevel(Level.OFF);
    }

    private TlsContexts() {}

    /** A context with these credentials; each engine that it makes must still be told its side by {@link #configure}. */
    public static SSLContext create(TlsCredentials credentials) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX", TLS);
            trust.init(anchors(credentials));
            return create(credentials, trust.getTrustManagers());
        } catch (GeneralSecurityException | IOException e) {
            throw unfit(e);
        }
    }

    /**
     * A context for a server that decides by itself whose chains it believes, in the place of the credentials' anchors.
     *
     * @param clients checks chains of clients, and names the anchors; algorithms and key usage are checked besides
     */
    public static SSLContext create(TlsCredentials credentials, X509TrustManager clients) {
        try {
            return create(credentials, new TrustManager[] {clients});
        } catch (GeneralSecurityException | IOException e) {
            throw unfit(e);
        }
    }

    /**
     * A context for a server of a common protocol over TLS 1.3, such as HTTP, that asks its clients for no certificate; each engine that it makes must
     * still be told its side by {@link #configureWithoutClientCertificate}.
     *
     * @param chain own certificate first
     * @param privateKey of the own certificate
     */
    public static SSLContext ofServer(List<X509Certificate> chain, PrivateKey privateKey) {
        try {
            return create(ownKey(chain, privateKey), new TrustManager[0]);
        } catch (GeneralSecurityException | IOException e) {
            throw unfit(e);
        }
    }

    /** Makes an engine of {@link #ofServer} the server's end of a protocol that is not ours: no name of it is asked for, and any kind of key will do. */
    public static SSLEngine configureWithoutClientCertificate(SSLEngine engine) {
        engine.setUseClientMode(false);
        BCSSLParameters parameters = ((BCSSLEngine) engine).getParameters();
        restrictKinds(parameters);
        parameters.setNamedGroups(KEY_AGREEMENTS_WITH_ALL);
        ((BCSSLEngine) engine).setParameters(parameters);
        return engine;
    }

    /** Makes an engine the server's end of our protocol. */
    public static SSLEngine configure(SSLEngine engine) {
        engine.setUseClientMode(false);
        BCSSLParameters parameters = restricted(((BCSSLEngine) engine).getParameters());
        parameters.setNeedClientAuth(true);
        ((BCSSLEngine) engine).setParameters(parameters);
        return engine;
    }

    /** Makes a socket the client's end of our protocol; the handshake is still to come. */
    public static void configure(SSLSocket socket) {
        socket.setUseClientMode(true);
        ((BCSSLSocket) socket).setParameters(restricted(((BCSSLSocket) socket).getParameters()));
    }

    /** Whether the other end, with which hands have been shaken, has named our protocol too: TLS goes on without one. */
    public static boolean speaksOurProtocol(SSLEngine engine) {
        return APPLICATION_PROTOCOL.equals(((BCSSLEngine) engine).getApplicationProtocol());
    }

    /** Whether the other end, with which hands have been shaken, has named our protocol too. */
    public static boolean speaksOurProtocol(SSLSocket socket) {
        return APPLICATION_PROTOCOL.equals(((BCSSLSocket) socket).getApplicationProtocol());
    }

    private static SSLContext create(TlsCredentials credentials, TrustManager[] trust)
            throws GeneralSecurityException, IOException {
        return create(ownKey(credentials.chain(), credentials.privateKey()), trust);
    }

    private static SSLContext create(KeyStore own, TrustManager[] trust) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX", TLS);
        keys.init(own, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLSv1.3", TLS);
        context.init(keys.getKeyManagers(), trust, new SecureRandom());
        return context;
    }

    private static IllegalArgumentException unfit(Exception e) {
        return new IllegalArgumentException("these credentials do not fit TLS: " + e.getMessage(), e);
    }

    private static BCSSLParameters restricted(BCSSLParameters parameters) {
        restrictKinds(parameters);
        parameters.setApplicationProtocols(new String[] {APPLICATION_PROTOCOL});
        return parameters;
    }

    private static void restrictKinds(BCSSLParameters parameters) {
        parameters.setProtocols(VERSIONS);
        parameters.setCipherSuites(CIPHER_SUITES);
        parameters.setNamedGroups(KEY_AGREEMENTS);
    }

    private static KeyStore ownKey(List<X509Certificate> chain, PrivateKey privateKey)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12", CRYPTOGRAPHY);
        store.load(null, NO_PASSWORD);
        store.setKeyEntry(ALIAS, privateKey, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
        return store;
    }

    private static KeyStore anchors(TlsCredentials credentials) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12", CRYPTOGRAPHY);
        store.load(null, NO_PASSWORD);
        int number = 0;
        for (X509Certificate anchor : credentials.anchors()) {
            store.setCertificateEntry("anchor-" + number, anchor);
            number++;
        }
        return store;
    }
}
