package io.trackmc.keys.transport.bundle;

import io.trackmc.keys.transport.conf.ChoiceForm;
import io.trackmc.keys.transport.conf.FileForm;
import io.trackmc.keys.transport.conf.HostPortForm;
import io.trackmc.keys.transport.conf.KeyEntry;
import java.util.List;

/** Keys of a node's configuration that say where the authorities are. */
final class AuthoritiesKeys {

    private static final String WITH_ADDRESS = "none; needed where its address is given, or authorities.join = true";
    private static final String RENEWED = "When an authority gets another certificate ([how](operations.md#an-authority-with-another-certificate)).";
    private static final String OWN = "Where the node shows authorities another certificate than that of keys.certificate.";

    static final KeyEntry<Boolean> JOIN = KeyEntry.withDefault(NodeConfKeys.AUTHORITIES_JOIN,
            ChoiceForm.yesOrNo("false", "true"), false,
            "true: the node asks the authorities for its keys when it starts; false: it takes its bundles.",
            "true where authorities run and keys change.");
    static final KeyEntry<String> CONTROLLER = KeyEntry.optional(NodeConfKeys.AUTHORITIES_TRANSPORT_CONTROLLER,
            new HostPortForm(), "it is not asked",
            "Address of the transport controller. A sender follows its rekeys, also without authorities.join.",
            "Where authorities run.");
    static final KeyEntry<String> CONTROLLER_CA = KeyEntry.optional(NodeConfKeys.AUTHORITIES_INFRASTRUCTURE_CA,
            FileForm.FILE, WITH_ADDRESS,
            "File with the certificate of the CA that certified the transport controller, PEM.",
            "When it lies elsewhere.").reloadedBy(NodeCatalogue.REPAIR_HEAD);
    static final KeyEntry<String> CONTROLLER_CERTIFICATE = KeyEntry.optional(
            NodeConfKeys.AUTHORITIES_TRANSPORT_CONTROLLER_CERTIFICATE, FileForm.FILE, WITH_ADDRESS,
            "File with the certificate of the transport controller, PEM; several may stand in it, and the controller must hold the key of one.",
            RENEWED)
            .reloadedBy(NodeCatalogue.REPAIR_HEAD);
    static final KeyEntry<String> CONTENT = KeyEntry.optional(NodeConfKeys.AUTHORITIES_CONTENT_AUTHORITY,
            new HostPortForm(), "it is not asked", "Address of the content authority.", "Where authorities run.")
            .onlyFor(NodeCatalogue.SENDER, NodeCatalogue.RECEIVER);
    static final KeyEntry<String> CONTENT_CA = KeyEntry.optional(NodeConfKeys.AUTHORITIES_SUBSCRIBER_CA,
            FileForm.FILE, WITH_ADDRESS,
            "File with the certificate of the CA that certified the content authority, PEM.",
            "When it lies elsewhere.").onlyFor(NodeCatalogue.SENDER, NodeCatalogue.RECEIVER);
    static final KeyEntry<String> CONTENT_CERTIFICATE = KeyEntry.optional(
            NodeConfKeys.AUTHORITIES_CONTENT_AUTHORITY_CERTIFICATE, FileForm.FILE, WITH_ADDRESS,
            "File with the certificate of the content authority, PEM; several may stand in it, and the authority must hold the key of one.",
            RENEWED)
            .onlyFor(NodeCatalogue.SENDER, NodeCatalogue.RECEIVER);
    static final KeyEntry<String> CERTIFICATE = KeyEntry.optional(NodeConfKeys.AUTHORITIES_CERTIFICATE,
            FileForm.FILE, "keys.certificate", "File of the certificate that the node shows to authorities, PEM.", OWN)
            .reloadedBy(NodeCatalogue.REPAIR_HEAD);
    static final KeyEntry<String> PRIVATE_KEY = KeyEntry.optional(NodeConfKeys.AUTHORITIES_PRIVATE_KEY,
            FileForm.FILE, "keys.private-key", "File of that certificate's private key, PEM, PKCS#8.", OWN)
            .reloadedBy(NodeCatalogue.REPAIR_HEAD);

    static final List<KeyEntry<?>> ENTRIES = List.of(JOIN, CONTROLLER, CONTROLLER_CA, CONTROLLER_CERTIFICATE, CONTENT,
            CONTENT_CA, CONTENT_CERTIFICATE, CERTIFICATE, PRIVATE_KEY);

    private AuthoritiesKeys() {}
}
