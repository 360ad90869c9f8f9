package io.trackmc.keys.transport.bundle;

import io.trackmc.keys.transport.conf.ChoiceForm;
import io.trackmc.keys.transport.conf.FileForm;
import io.trackmc.keys.transport.conf.KeyEntry;
import io.trackmc.keys.transport.conf.MulticastForm;
import io.trackmc.keys.transport.conf.NumberForm;
import io.trackmc.keys.transport.conf.TextForm;
import io.trackmc.keys.transport.conf.UnicastForm;
import java.net.InetAddress;
import java.util.List;

/** Keys of a node's configuration that say who it is and where its keys are. */
final class IdentityKeys {

    static final long MAX_NODE_ID = 0xFFFF_FFFFL;
    static final int MAX_PORT = 65_535;
    static final TextForm NAME = new TextForm(Member.NAME, "name", Member.NAME_ALLOWED);

    private static final String GROUP_WIDE = "The same in the whole group; keys init writes it.";

    static final KeyEntry<String> NODE_NAME = KeyEntry.needed(NodeConfKeys.NODE_NAME, NAME,
            "Name of the node in reports and logs.", "Never: the bundle is for this name.");
    static final KeyEntry<Long> NODE_ID = KeyEntry.needed(NodeConfKeys.NODE_ID, NumberForm.of(1, MAX_NODE_ID, ""),
            "Number by which other nodes know it.", "Never: the bundle is for this number.");
    static final KeyEntry<NodeRole> NODE_ROLE = KeyEntry.needed(NodeConfKeys.NODE_ROLE,
            ChoiceForm.of(NodeRole.values(), NodeRole::text), "What the node does in the tree.",
            "Never: certificate and bundle are for this role.");
    static final KeyEntry<String> GROUP_NAME = KeyEntry.needed(NodeConfKeys.GROUP_NAME, NAME,
            "Name of the group, for people and metrics.", GROUP_WIDE);
    static final KeyEntry<InetAddress> GROUP_ADDRESS = KeyEntry.needed(NodeConfKeys.GROUP_ADDRESS, new MulticastForm(),
            "Multicast address of the data channel.",
            GROUP_WIDE + " Change it when other traffic uses the address.");
    static final KeyEntry<InetAddress> GROUP_SOURCE = KeyEntry.optional(NodeConfKeys.GROUP_SOURCE, new UnicastForm(),
            "any source",
            "IP address of the sender: the node joins the data channel for what that sends only (SSM, [more](operations.md#source-specific-multicast)).",
            "Where the network routes source-specific multicast only, or is to keep others out.")
            .onlyFor(NodeCatalogue.REPAIR_HEAD, NodeCatalogue.RECEIVER);
    static final KeyEntry<Long> GROUP_PORT = KeyEntry.needed(NodeConfKeys.GROUP_PORT, NumberForm.of(1, MAX_PORT, ""),
            "UDP port of the data channel and of all local control channels.",
            GROUP_WIDE + " Change it when another program has the port.");
    static final KeyEntry<String> KEYS_TRANSPORT = KeyEntry.needed(NodeConfKeys.KEYS_TRANSPORT, FileForm.FILE,
            "File of the transport bundle, by which packets are authenticated.", "When it lies elsewhere.");
    static final KeyEntry<String> KEYS_CONTENT = KeyEntry.needed(NodeConfKeys.KEYS_CONTENT, FileForm.FILE,
            "File of the content bundle, which opens what is sent; repair heads have none.", "When it lies elsewhere.")
            .onlyFor(NodeCatalogue.SENDER, NodeCatalogue.RECEIVER);
    static final KeyEntry<String> KEYS_CERTIFICATE = KeyEntry.optional(NodeConfKeys.KEYS_CERTIFICATE, FileForm.FILE,
            "none", "File of the node's certificate, PEM: who it is to the authorities.", "When it lies elsewhere.")
            .reloadedBy(NodeCatalogue.REPAIR_HEAD);
    static final KeyEntry<String> KEYS_PRIVATE_KEY = KeyEntry.optional(NodeConfKeys.KEYS_PRIVATE_KEY, FileForm.FILE,
            "none", "File of that certificate's private key, PEM, PKCS#8.", "When it lies elsewhere.")
            .reloadedBy(NodeCatalogue.REPAIR_HEAD);
    static final KeyEntry<String> STATE_DIRECTORY = KeyEntry.needed(NodeConfKeys.STATE_DIRECTORY, FileForm.DIRECTORY,
            "Directory of what the node keeps from run to run.",
            "When it lies elsewhere. Never start a node with an old copy of it, or two nodes with copies of one.");

    static final List<KeyEntry<?>> ENTRIES = List.of(NODE_NAME, NODE_ID, NODE_ROLE, GROUP_NAME, GROUP_ADDRESS,
            GROUP_SOURCE, GROUP_PORT, KEYS_TRANSPORT, KEYS_CONTENT, KEYS_CERTIFICATE, KEYS_PRIVATE_KEY,
            STATE_DIRECTORY);

    private IdentityKeys() {}
}
