package io.trackmc.keys.transport.identity;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.crypto.digests.SHA256Digest;

/**
 * Who the other end of a connection is, as its certificate says, by the same rules as at the authorities' doors: one name, one operator, one role,
 * and no authority's certificate. The chain to a trust anchor was verified before.
 *
 * @param name common name
 * @param operator who runs it: organisation
 * @param role its one role
 * @param issuer distinguished name of the authority that certified it, RFC 2253
 * @param serial serial number of the certificate, hexadecimal
 * @param certificateSha256 of the certificate, lower-case hexadecimal
 * @param publicKeySha256 of its SubjectPublicKeyInfo, lower-case hexadecimal
 */
public record PeerIdentity(String name, String operator, RoleOid role, String issuer, String serial,
        String certificateSha256, String publicKeySha256) {

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int CERTIFICATE_SIGN = 5;

    /**
     * Reads a certificate.
     *
     * @throws GeneralSecurityException when it is not of a node or authority of ours
     */
    public static PeerIdentity of(X509Certificate certificate) throws GeneralSecurityException {
        refuseIssuers(certificate);
        X500Name subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return new PeerIdentity(only(subject, BCStyle.CN, "common name"), only(subject, BCStyle.O, "organisation"),
                role(certificate), certificate.getIssuerX500Principal().getName(),
                certificate.getSerialNumber().toString(16), sha256(certificate.getEncoded()),
                sha256(certificate.getPublicKey().getEncoded()));
    }

    /** A CA's own certificate is no node's, whatever usage it claims. */
    private static void refuseIssuers(X509Certificate certificate) throws GeneralSecurityException {
        boolean[] usage = certificate.getKeyUsage();
        if (certificate.getBasicConstraints() >= 0 || usage == null || !usage[DIGITAL_SIGNATURE]
                || usage[CERTIFICATE_SIGN]) {
            throw new GeneralSecurityException("the certificate is not one of a node");
        }
    }

    private static RoleOid role(X509Certificate certificate) throws GeneralSecurityException {
        List<String> usages = certificate.getExtendedKeyUsage();
        if (usages != null && usages.contains(KeyPurposeId.anyExtendedKeyUsage.getId())) {
            throw new GeneralSecurityException("the certificate is for any role at once");
        }
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

    private static String only(X500Name subject, ASN1ObjectIdentifier type, String what)
            throws GeneralSecurityException {
        String found = null;
        for (RDN names : subject.getRDNs(type)) {
            for (AttributeTypeAndValue name : names.getTypesAndValues()) {
                if (name.getType().equals(type)) {
                    if (found != null) {
                        throw new GeneralSecurityException("the certificate has more than one " + what);
                    }
                    found = IETFUtils.valueToString(name.getValue());
                }
            }
        }
        if (found == null || found.isBlank()) {
            throw new GeneralSecurityException("the certificate has no " + what);
        }
        return found;
    }

    private static String sha256(byte[] bytes) {
        SHA256Digest digest = new SHA256Digest();
        digest.update(bytes, 0, bytes.length);
        byte[] sum = new byte[digest.getDigestSize()];
        digest.doFinal(sum, 0);
        return HexFormat.of().formatHex(sum);
    }
}
