package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.log.LogFiles;
import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.store.StoreFiles;
import io.trackmc.keys.controller.tree.AuthorityStateFile;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where the two authorities, or one of them, keep what is theirs.
 *
 * <pre>
 *   infrastructure-ca.pem, infrastructure-ca-key.pem           Infrastructure CA
 *   transport-controller.pem, transport-controller-key.pem     certificate and key of the transport controller
 *   transport.log                                              its log
 *   subscriber-ca.pem, subscriber-ca-key.pem                   Subscriber CA
 *   content-authority.pem, content-authority-key.pem           certificate and key of the content authority
 *   content.log                                                its log
 *   transport-controller.p12, transport-controller.password    key store of the transport controller; content-authority.*: of the other
 *   group-owner-key.pem, policy.token                          key of the group's owner, and what it has signed
 *   transport-controller/, content-authority/                  what each alone writes: keys, rekeys, plan, policy in force
 * </pre>
 *
 * @param path of the directory
 */
public record AuthorityDirectory(Path path) {

    /** Ends of the names of an authority's key store, and of the file with its password. */
    static final String KEY_STORE = ".p12";
    static final String PASSWORD = ".password";

    private static final String PEM = ".pem";
    private static final String KEY = "-key.pem";

    /**
     * The directory {@code authorities} of a deployment, or that very directory.
     *
     * @throws DeploymentException when a rebuild was cut off there, and has to be finished first
     */
    public static AuthorityDirectory of(Path directory) {
        Path inside = directory.resolve(DeploymentFiles.AUTHORITIES);
        Path path = Files.isDirectory(inside) ? inside : directory;
        if (RebuildStage.isUnfinished(path)) {
            throw unfinished(path);
        }
        return new AuthorityDirectory(path);
    }

    static DeploymentException unfinished(Path path) {
        return new DeploymentException(path + ": a rebuild was interrupted, finish it with: track keys rebuild");
    }

    /** Log of the authority of a layer. */
    public Path log(KeyLayer layer) {
        return path.resolve(layer == KeyLayer.TRANSPORT ? "transport.log" : "content.log");
    }

    /** Revocation list of the CA of a layer. */
    public Path revocationList(KeyLayer layer) {
        return path.resolve(caName(layer) + ".crl");
    }

    /**
     * Group id, by the first entry of the log of a layer.
     *
     * @throws DeploymentException when the log has none
     */
    public long gid(KeyLayer layer) {
        long[] gid = new long[1];
        if (LogFiles.read(log(layer), (record, _) -> {
            if (record.entry() instanceof LogEntry.AuthorityCreated created) {
                gid[0] = Long.parseUnsignedLong(created.gid(), 16);
            }
            return false;
        }).size() == 0) {
            throw new DeploymentException(log(layer) + ": is empty");
        }
        return gid[0];
    }

    /** Key with which the authority of a layer signs. */
    public KeyPair signingKey(KeyLayer layer, Consumer<String> warnings) {
        return key(authorityName(layer), warnings);
    }

    /** Key of the group's owner, with which policies are signed. */
    public KeyPair ownerKey(Consumer<String> warnings) {
        Path file = path.resolve(DeploymentFiles.OWNER_KEY);
        return KeyPair.read(file.toString(), SecureFiles.read(file, warnings));
    }

    /** The CA that certifies the roles of a layer: Infrastructure CA or Subscriber CA. */
    public CertificateAuthority ca(KeyLayer layer, Consumer<String> warnings, SecureRandom random) {
        Path file = caCertificate(layer);
        NodeCertificate certificate = NodeCertificate.read(file.toString(), SecureFiles.read(file, _ -> {}));
        return CertificateAuthority.of(certificate, key(caName(layer), warnings), random);
    }

    /** Layer whose CA certifies a role, and whose log says so. */
    public static KeyLayer layerOf(RoleOid role) {
        return role.isInfrastructure() ? KeyLayer.TRANSPORT : KeyLayer.CONTENT;
    }

    /** Directory of what the authority of a layer alone writes. */
    public Path own(KeyLayer layer) {
        return path.resolve(layer == KeyLayer.TRANSPORT ? DeploymentFiles.TRANSPORT_CONTROLLER
                : DeploymentFiles.CONTENT_AUTHORITY);
    }

    /** Where the key of the authority of a layer lies, unless its configuration says otherwise. */
    public StoreFiles store(KeyLayer layer) {
        return new StoreFiles(path.resolve(authorityName(layer) + KEY_STORE),
                path.resolve(authorityName(layer) + PASSWORD));
    }

    /**
     * State of the authority of a layer, with the key of its key store.
     *
     * @throws io.trackmc.keys.transport.file.KeyFileException when that cannot be opened
     */
    public AuthorityStateFile state(KeyLayer layer) {
        return new AuthorityStateFile(own(layer).resolve(AuthorityStateFile.NAME), store(layer).open());
    }

    /** Certificate of the authority of a layer, PEM. */
    public Path certificate(KeyLayer layer) {
        return path.resolve(authorityName(layer) + PEM);
    }

    /** Private key of that certificate. */
    public Path privateKey(KeyLayer layer) {
        return path.resolve(authorityName(layer) + KEY);
    }

    /** Certificate of the CA that certifies the roles of a layer. */
    public Path caCertificate(KeyLayer layer) {
        return path.resolve(caName(layer) + PEM);
    }

    /** What the group's owner wants, as it is offered to the authorities. */
    public Path policy() {
        return path.resolve(DeploymentFiles.POLICY);
    }

    /** The plan of the group with nodes that were added later, as it is offered to the authorities; not there when nobody was. */
    public Path plan() {
        return path.resolve(GroupPlanFile.NAME);
    }

    /** Every file of this directory itself that is a secret. */
    public List<Path> secrets() {
        List<Path> secrets = new ArrayList<>(List.of(path.resolve(DeploymentFiles.OWNER_KEY)));
        for (KeyLayer layer : KeyLayer.values()) {
            secrets.addAll(List.of(path.resolve(caName(layer) + KEY), privateKey(layer), store(layer).keyStore(),
                    store(layer).password()));
        }
        return secrets;
    }

    /** Every file of this directory itself that anybody may see; not all of them need be there. */
    List<Path> publicFiles() {
        List<Path> files = new ArrayList<>(List.of(policy(), plan()));
        for (KeyLayer layer : KeyLayer.values()) {
            files.addAll(List.of(log(layer), certificate(layer), caCertificate(layer), revocationList(layer)));
        }
        return files;
    }

    void writeCa(KeyLayer layer, CertificateAuthority ca) {
        SecureFiles.createPublic(path.resolve(caName(layer) + PEM), ca.certificatePem());
        SecureFiles.create(path.resolve(caName(layer) + KEY), ca.privateKeyPem());
    }

    void writeAuthority(KeyLayer layer, NodeCertificate certificate, KeyPair keys) {
        SecureFiles.createPublic(path.resolve(authorityName(layer) + PEM), certificate.pem());
        SecureFiles.create(path.resolve(authorityName(layer) + KEY), keys.privateKeyPem());
    }

    private KeyPair key(String name, Consumer<String> warnings) {
        Path file = path.resolve(name + KEY);
        return KeyPair.read(file.toString(), SecureFiles.read(file, warnings));
    }

    private static String caName(KeyLayer layer) {
        return layer == KeyLayer.TRANSPORT ? "infrastructure-ca" : "subscriber-ca";
    }

    private static String authorityName(KeyLayer layer) {
        return (layer == KeyLayer.TRANSPORT ? RoleOid.TRANSPORT_CONTROLLER : RoleOid.CONTENT_AUTHORITY).text();
    }
}
