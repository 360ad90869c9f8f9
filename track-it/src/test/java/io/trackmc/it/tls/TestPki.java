package io.trackmc.it.tls;

import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.tls.TlsContexts;
import io.trackmc.keys.transport.tls.TlsCredentials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/** An authority that certifies whom a test wants. */
final class TestPki {

    private final SecureRandom random = new SecureRandom();
    private final CertificateAuthority authority;
    private final Path directory;
    private final Path anchor;

    TestPki(Path directory, String name) throws IOException {
        this.directory = Files.createDirectories(directory.resolve(name));
        authority = CertificateAuthority.create(name, "group", Instant.now(), random);
        anchor = Files.write(this.directory.resolve("anchor.pem"), authority.certificatePem());
    }

    Path anchor() {
        return anchor;
    }

    Path certificate(String name) {
        return directory.resolve(name + ".pem");
    }

    SSLContext context(String name, RoleOid role, Path... anchors) throws IOException {
        return context(name, role, Instant.now(), KeyPair.generate(random), anchors);
    }

    SSLContext context(String name, RoleOid role, Instant madeAt, KeyPair shownKey, Path... anchors)
            throws IOException {
        Path certificate = Files.write(directory.resolve(name + ".pem"),
                authority.issuePem(name, role, shownKey, madeAt));
        Path key = Files.write(directory.resolve(name + "-key.pem"), shownKey.privateKeyPem());
        return TlsContexts.create(TlsCredentials.read(certificate, key, List.of(anchors)));
    }

    /** Who has found a certificate but not its key. */
    SSLContext thief(String name, RoleOid role, Path... anchors) throws IOException {
        Path certificate = Files.write(directory.resolve(name + ".pem"),
                authority.issuePem(name, role, KeyPair.generate(random), Instant.now()));
        Path key = Files.write(directory.resolve(name + "-key.pem"), KeyPair.generate(random).privateKeyPem());
        List<X509Certificate> trusted = new ArrayList<>();
        for (Path anchor : anchors) {
            trusted.addAll(TlsCredentials.certificates(anchor));
        }
        return TlsContexts.create(new TlsCredentials(TlsCredentials.certificates(certificate),
                TlsCredentials.privateKey(key), trusted));
    }
}
