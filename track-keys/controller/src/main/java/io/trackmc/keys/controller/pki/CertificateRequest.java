package io.trackmc.keys.controller.pki;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.transport.bundle.Member;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcEdECContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.jspecify.annotations.Nullable;

/**
 * A request for a certificate, PKCS#10, whose maker has shown by its signature that the key is theirs. Of the rest only the common name is
 * taken: what the certificate says besides is for the authority to decide.
 */
public final class CertificateRequest {

    private static final String PEM_TYPE = "CERTIFICATE REQUEST";

    private final String name;
    private final SubjectPublicKeyInfo publicKey;

    private CertificateRequest(String name, SubjectPublicKeyInfo publicKey) {
        this.name = name;
        this.publicKey = publicKey;
    }

    /** A request for one's own key, in PEM. */
    public static byte[] pem(String nodeName, KeyPair keys) {
        PKCS10CertificationRequestBuilder builder = new PKCS10CertificationRequestBuilder(
                new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, nodeName).build(), keys.publicKey());
        try {
            return KeyPair.pem(PEM_TYPE, builder.build(new BcEdECContentSignerBuilder(
                    new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519)).build(keys.privateKey())).getEncoded());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("Ed25519 refused to sign", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a request and checks that its maker holds the key.
     *
     * @param file for the message
     * @throws DeploymentException when it is no request, or its signature is not by the key that it names
     */
    public static CertificateRequest read(String file, byte[] pem) {
        PKCS10CertificationRequest request = parse(file, pem);
        if (!isByItsOwnKey(request)) {
            throw new DeploymentException(
                    file + ": whoever made this request does not hold the key in it: its signature is wrong");
        }
        var names = request.getSubject().getRDNs(BCStyle.CN);
        String name = names.length == 1 ? IETFUtils.valueToString(names[0].getFirst().getValue()) : "";
        if (!Member.NAME.matcher(name).matches()) {
            throw new DeploymentException(file + ": common name, allowed: " + Member.NAME_ALLOWED);
        }
        return new CertificateRequest(name, request.getSubjectPublicKeyInfo());
    }

    /** Name of the node. */
    public String name() {
        return name;
    }

    SubjectPublicKeyInfo publicKey() {
        return publicKey;
    }

    private static PKCS10CertificationRequest parse(String file, byte[] pem) {
        try (PemReader reader = new PemReader(new StringReader(new String(pem, StandardCharsets.US_ASCII)))) {
            @Nullable PemObject object = reader.readPemObject();
            if (object != null && object.getType().endsWith(PEM_TYPE)) {
                return new PKCS10CertificationRequest(object.getContent());
            }
        } catch (IOException | RuntimeException _) {
            // Told below; whoever names the wrong file may have named a private key.
        }
        throw new DeploymentException(file + ": found something else, allowed: a certificate request, PKCS#10 in PEM");
    }

    private static boolean isByItsOwnKey(PKCS10CertificationRequest request) {
        try {
            return request.isSignatureValid(new JcaContentVerifierProviderBuilder()
                    .setProvider(new BouncyCastleProvider()).build(request.getSubjectPublicKeyInfo()));
        } catch (OperatorCreationException | PKCSException | RuntimeException _) {
            return false;
        }
    }
}
