package io.trackmc.keys.transport.bundle;

import io.trackmc.keys.transport.conf.FileForm;
import io.trackmc.keys.transport.conf.KeyEntry;
import io.trackmc.keys.transport.conf.SizeForm;
import io.trackmc.keys.transport.conf.TimeForm;
import java.util.List;

/** Keys of a parent's configuration for receipts of what its children confirm. */
final class ReceiptKeys {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long HOUR_NS = 3_600 * SECOND_NS;
    private static final SizeForm KEPT = new SizeForm(1L << 20, 1L << 40);

    static final KeyEntry<Long> INTERVAL = KeyEntry.<Long>optional(NodeConfKeys.RECEIPTS_INTERVAL,
            new TimeForm(SECOND_NS, 24 * HOUR_NS), "never",
            "How often a signed receipt is written of what each child has confirmed ([more](operations.md#receipts)).",
            "To show who got what, for a bill; 1m is a start. They say who the receivers are, so nobody writes them unasked.")
            .onlyFor(NodeCatalogue.SENDER, NodeCatalogue.REPAIR_HEAD);
    static final KeyEntry<String> DIRECTORY = KeyEntry.optional(NodeConfKeys.RECEIPTS_DIRECTORY, FileForm.DIRECTORY,
            "receipts, below state.directory", "Directory of the receipts.", "Where they should be on another disk.")
            .onlyFor(NodeCatalogue.SENDER, NodeCatalogue.REPAIR_HEAD);
    static final KeyEntry<Long> KEEP = KeyEntry.withDefault(NodeConfKeys.RECEIPTS_KEEP, KEPT, 1L << 30,
            "Most bytes of receipts that are kept; the oldest files are deleted first.",
            "A child takes about 200 bytes of a receipt. Fetch them before.")
            .onlyFor(NodeCatalogue.SENDER, NodeCatalogue.REPAIR_HEAD);
    static final KeyEntry<String> TENANT = KeyEntry.optional(NodeConfKeys.RECEIPTS_TENANT, IdentityKeys.NAME,
            "that of the appliance's session, or nobody's",
            "Name of the tenant whose region it is, as receipts tell it.",
            "Where regions belong to customers.").onlyFor(NodeCatalogue.SENDER, NodeCatalogue.REPAIR_HEAD);

    static final List<KeyEntry<?>> ENTRIES = List.of(INTERVAL, DIRECTORY, KEEP, TENANT);

    private ReceiptKeys() {}
}
