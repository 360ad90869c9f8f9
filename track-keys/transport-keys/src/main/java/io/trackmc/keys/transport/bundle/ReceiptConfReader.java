package io.trackmc.keys.transport.bundle;

import io.trackmc.keys.transport.conf.ConfValues;
import io.trackmc.keys.transport.conf.KeyEntry;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads whether and where receipts are written, noting all that does not fit. */
final class ReceiptConfReader {

    private static final String DIRECTORY = "receipts";

    private final ConfValues in;

    ReceiptConfReader(ConfValues in) {
        this.in = in;
    }

    /** Null where no interval is given; means nothing when there were faults. */
    NodeConfig.@Nullable Receipts read(NodeRole role, NodeConfig.Files files) {
        if (!role.isParent()) {
            return null;
        }
        Long interval = in.find(ReceiptKeys.INTERVAL);
        if (interval == null) {
            List.of(ReceiptKeys.DIRECTORY, ReceiptKeys.KEEP, ReceiptKeys.TENANT).forEach(this::warnAlone);
            return null;
        }
        if (files.certificate() == null || files.privateKey() == null) {
            in.refuse(ReceiptKeys.INTERVAL, "only with " + NodeConfKeys.KEYS_CERTIFICATE + " and "
                    + NodeConfKeys.KEYS_PRIVATE_KEY + ", which sign receipts");
        }
        Path directory = in.findPath(ReceiptKeys.DIRECTORY);
        String tenant = in.find(ReceiptKeys.TENANT);
        return new NodeConfig.Receipts(interval,
                directory == null ? files.stateDirectory().resolve(DIRECTORY) : directory,
                in.get(ReceiptKeys.KEEP), tenant == null ? "" : tenant);
    }

    private void warnAlone(KeyEntry<?> entry) {
        if (in.has(entry)) {
            in.warn(entry, "means nothing without " + NodeConfKeys.RECEIPTS_INTERVAL);
        }
    }
}
