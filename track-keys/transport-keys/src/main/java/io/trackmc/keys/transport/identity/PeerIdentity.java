package io.trackmc.keys.transport.identity;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.crypto.digests.SHA256Digest;

/**
 * Who the other end of a connection is, as its certificate says. The chain to a trust anchor was verified before.
 *
 * @param name common name
 * @param group organisation; empty when the certificate names none
 * @param role its one role
 * @param issuer distinguished name of the authority that certified it, RFC 2253
 * @param serial serial number of the certificate, hexadecimal
 * @param certificateSha256 of the certificate, lower-case hexadecimal
 * @param publicKeySha256 of its SubjectPublicKeyInfo, lower-case hexadecimal
 */
public record PeerIdentity(String name, String group, RoleOid role, String issuer, String serial,
        String certificateSha256, String publicKeySha256) {

    /**
     * Reads a certificate.
     *
     * @throws GeneralSecurityException when it does not name exactly one role, or no name
     */
    public static PeerIdentity of(X509Certificate certificate) throws GeneralSecurityException {
        X500Name subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return new PeerIdentity(required(subject), text(subject.getRDNs(BCStyle.O)), role(certificate),
                certificate.getIssuerX500Principal().getName(), certificate.getSerialNumber().toString(16),
                sha256(certificate.getEncoded()), sha256(certificate.getPublicKey().getEncoded()));
    }

    private static String required(X500Name subject) throws GeneralSecurityException {
        String name = text(subject.getRDNs(BCStyle.CN));
        if (name.isEmpty()) {
            throw new GeneralSecurityException("the certificate has no common name");
        }
        return name;
    }

    private static RoleOid role(X509Certificate certificate) throws GeneralSecurityException {
        List<String> usages = certificate.getExtendedKeyUsage();
        RoleOid found = null;
        for (RoleOid role : RoleOid.values()) {
            if (usages != null && usages.contains(role.oid())) {
                if (found != null) {
                    throw new GeneralSecurityException("the certificate has two roles: " + found + " and " + role);
                }
                found = role;
            }
        }
        if (found == null) {
            throw new GeneralSecurityException("the certificate has no role of ours as extended key usage");
        }
        return found;
    }

    private static String text(RDN[] names) {
        return names.length == 0 ? "" : IETFUtils.valueToString(names[0].getFirst().getValue());
    }

    private static String sha256(byte[] bytes) {
        SHA256Digest digest = new SHA256Digest();
        digest.update(bytes, 0, bytes.length);
        byte[] sum = new byte[digest.getDigestSize()];
        digest.doFinal(sum, 0);
        return HexFormat.of().formatHex(sum);
    }
}
