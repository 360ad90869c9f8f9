package io.trackmc.keys.transport.bundle;

import com.typesafe.config.Config;
import io.trackmc.keys.transport.conf.Catalogue;
import io.trackmc.keys.transport.conf.FileForm;
import io.trackmc.keys.transport.conf.IpPortForm;
import io.trackmc.keys.transport.conf.KeyEntry;
import io.trackmc.keys.transport.conf.ObjectsForm;
import io.trackmc.keys.transport.conf.TimeForm;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

/** Keys of a configuration for metrics and health. */
public final class ManagementKeys {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MINUTE_NS = 60 * SECOND_NS;
    private static final int MOST_MINUTES = 10;
    private static final int MOST_BELOW = 256;
    private static final String OFF_LOOPBACK = "none; needed where the address is not loopback";

    static final KeyEntry<InetSocketAddress> ADDRESS = KeyEntry.optional(NodeConfKeys.MANAGEMENT_ADDRESS,
            new IpPortForm(), "nowhere",
            "Where metrics and health are served ([more](operations.md#metrics)); port 0 lets the system choose.",
            "To watch the node. Off loopback with the three keys below.");
    static final KeyEntry<String> TOKEN_FILE = KeyEntry.optional(NodeConfKeys.MANAGEMENT_TOKEN_FILE, FileForm.FILE,
            OFF_LOOPBACK,
            "File with the token that whoever asks must show: 16 to 512 letters, digits and . _ ~ + / -",
            "Off loopback.").reloadedBy(NodeCatalogue.REPAIR_HEAD);
    static final KeyEntry<String> CERTIFICATE = KeyEntry.optional(NodeConfKeys.MANAGEMENT_CERTIFICATE, FileForm.FILE,
            OFF_LOOPBACK, "File of the certificate that is shown there under TLS 1.3, PEM.",
            "Off loopback; it is one for TLS servers, which the node's own is not.")
            .reloadedBy(NodeCatalogue.REPAIR_HEAD);
    static final KeyEntry<String> PRIVATE_KEY = KeyEntry.optional(NodeConfKeys.MANAGEMENT_PRIVATE_KEY, FileForm.FILE,
            OFF_LOOPBACK, "File of that certificate's private key, PEM, PKCS#8.", "Off loopback.")
            .reloadedBy(NodeCatalogue.REPAIR_HEAD);

    static final KeyEntry<Long> DRILLS_LONGEST = KeyEntry.optional(NodeConfKeys.DRILLS_LONGEST,
            new TimeForm(SECOND_NS, MOST_MINUTES * MINUTE_NS), "drills are refused",
            "Longest time for which a drill may make things go wrong here ([more](drills.md#on-nodes-that-run)).",
            "Where fail-over drills are run on this node; needs management.address and management.token-file.");
    static final KeyEntry<URI> BELOW_URL = KeyEntry.needed(NodeConfKeys.BELOW_URL, new ManagementUrlForm(),
            "Where it serves metrics and health.", "");
    static final KeyEntry<String> BELOW_TOKEN_FILE = KeyEntry.optional(NodeConfKeys.BELOW_TOKEN_FILE, FileForm.FILE,
            "none", "File with the token that it asks for.", "");
    static final KeyEntry<String> BELOW_CERTIFICATE = KeyEntry.optional(NodeConfKeys.BELOW_CERTIFICATE, FileForm.FILE,
            "CAs of the Java installation", "File of the certificate that it shows, or of its CA, PEM.", "");
    static final Catalogue BELOW_ITEM = new Catalogue("A node below", "An object of management.below.", List.of(),
            List.of(BELOW_URL, BELOW_TOKEN_FILE, BELOW_CERTIFICATE));
    /** Of those who have repair heads below them. */
    static final KeyEntry<List<Config>> BELOW = KeyEntry.withDefault(NodeConfKeys.MANAGEMENT_BELOW,
            new ObjectsForm(BELOW_ITEM, 0, MOST_BELOW, "nodes below"), List.of(),
            "Management addresses of the repair heads below, to show the whole tree here ([more](operations.md#the-live-tree)); url is https://HOST:PORT, or http://ADDRESS:PORT on loopback.",
            "At the sender, and at repair heads that have repair heads below them.");

    static final List<KeyEntry<?>> ENTRIES = List.of(ADDRESS, TOKEN_FILE, CERTIFICATE, PRIVATE_KEY);

    /** Those for drills, which appliances do not take: their faults would be everybody's. */
    public static final List<KeyEntry<?>> DRILLS = List.of(DRILLS_LONGEST);

    /** All but those for drills, for whoever does not read them again while it runs. */
    public static List<KeyEntry<?>> withoutReload() {
        return ENTRIES.stream().<KeyEntry<?>>map(KeyEntry::reloadedBy).toList();
    }

    private ManagementKeys() {}
}
