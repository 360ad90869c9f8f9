package io.trackmc.keys.controller.inspect;

import io.trackmc.keys.transport.bundle.BundleException;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.key.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.jspecify.annotations.Nullable;

/** What a certificate says. */
final class CertificateFacts {

    private CertificateFacts() {}

    static Inspection of(String file, byte[] pem) {
        X509CertificateHolder certificate = parse(file, pem);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("subject", certificate.getSubject().toString());
        facts.put("issuer", certificate.getIssuer().toString());
        facts.put("serial", certificate.getSerialNumber().toString(16));
        facts.put("notBefore", certificate.getNotBefore().toInstant().toString());
        facts.put("notAfter", certificate.getNotAfter().toInstant().toString());
        facts.put("roles", roles(certificate));
        facts.put("names", names(certificate));
        facts.put("sha256", HexFormat.of().formatHex(Sha256.newDigest().digest(encoded(file, certificate))));
        return new Inspection("certificate", facts);
    }

    private static List<String> roles(X509CertificateHolder certificate) {
        ExtendedKeyUsage usage = ExtendedKeyUsage.fromExtensions(certificate.getExtensions());
        return usage == null ? List.of()
                : Arrays.stream(RoleOid.values()).filter(r -> hasPurpose(usage, r)).map(Enum::name)
                        .map(n -> n.toLowerCase(Locale.ROOT).replace('_', '-')).toList();
    }

    private static boolean hasPurpose(ExtendedKeyUsage usage, RoleOid role) {
        return Arrays.stream(usage.getUsages()).map(KeyPurposeId::getId).anyMatch(role.oid()::equals);
    }

    private static List<String> names(X509CertificateHolder certificate) {
        @Nullable GeneralNames names = GeneralNames.fromExtensions(certificate.getExtensions(),
                Extension.subjectAlternativeName);
        return names == null ? List.of()
                : Arrays.stream(names.getNames()).map(GeneralName::getName).map(Object::toString).toList();
    }

    private static X509CertificateHolder parse(String file, byte[] pem) {
        try (Reader text = new InputStreamReader(new ByteArrayInputStream(pem), StandardCharsets.US_ASCII);
                PemReader reader = new PemReader(text)) {
            @Nullable PemObject object = reader.readPemObject();
            if (object == null) {
                throw new BundleException(file + ": damaged: no end of the certificate");
            }
            return new X509CertificateHolder(object.getContent());
        } catch (IOException | RuntimeException e) {
            throw new BundleException(file + ": damaged: not a certificate", e);
        }
    }

    private static byte[] encoded(String file, X509CertificateHolder certificate) {
        try {
            return certificate.getEncoded();
        } catch (IOException e) {
            throw new BundleException(file + ": damaged: not a certificate", e);
        }
    }
}
