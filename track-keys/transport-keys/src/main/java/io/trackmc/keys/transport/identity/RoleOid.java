package io.trackmc.keys.transport.identity;

import io.trackmc.keys.transport.bundle.NodeRole;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * What the holder of a certificate may be, as an extended key usage. Every certificate of a node has exactly one.
 *
 * <p>The arc is 2.25.239234220730896617296674449949844586422, the UUID b3fad5be-cf55-4bc9-9571-4c0b1a843fb6 as a number (ITU-T
 * X.667), which needs no registration and is nobody else's:
 *
 * <pre>
 *   arc.1  sender                 under the Subscriber CA
 *   arc.2  receiver               under the Subscriber CA
 *   arc.3  repair head            under the Infrastructure CA
 *   arc.4  transport controller   under the Infrastructure CA
 *   arc.5  content authority      under the Subscriber CA
 * </pre>
 */
public enum RoleOid {
    /** Publishes. */
    SENDER(1, false),
    /** Receives. */
    RECEIVER(2, false),
    /** Repairs, and never has keys that open content. */
    REPAIR_HEAD(3, true),
    /** Gives out transport keys. */
    TRANSPORT_CONTROLLER(4, true),
    /** Gives out content keys. */
    CONTENT_AUTHORITY(5, false);

    private final String oid;
    private final boolean infrastructure;

    RoleOid(int number, boolean infrastructure) {
        this.oid = Arc.TEXT + "." + number;
        this.infrastructure = infrastructure;
    }

    /** The role of a node. */
    public static RoleOid of(NodeRole role) {
        return switch (role) {
            case SENDER -> SENDER;
            case RECEIVER -> RECEIVER;
            case REPAIR_HEAD -> REPAIR_HEAD;
        };
    }

    /** Dotted decimal. */
    public String oid() {
        return oid;
    }

    /** Whether the Infrastructure CA certifies this role; else the Subscriber CA does. */
    public boolean isInfrastructure() {
        return infrastructure;
    }

    /** Name in files and on the command line, such as {@code repair-head}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a certificate of this role is for: the role, and TLS; authorities are TLS servers too. */
    public KeyPurposeId[] purposes() {
        return this == TRANSPORT_CONTROLLER || this == CONTENT_AUTHORITY
                ? new KeyPurposeId[] {keyPurpose(), KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth}
                : new KeyPurposeId[] {keyPurpose(), KeyPurposeId.id_kp_clientAuth};
    }

    /** The role, as an extended key usage. */
    public KeyPurposeId keyPurpose() {
        return KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid));
    }

    /** Apart, because an enum's own constants are not there yet when it is made. */
    private static final class Arc {
        static final String TEXT = "2.25.239234220730896617296674449949844586422";
    }
}
