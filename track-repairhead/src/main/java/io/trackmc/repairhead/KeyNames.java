package io.trackmc.repairhead;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.OwnRegion;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.TransportBundle;
import java.util.ArrayList;
import java.util.List;

/** Names of the keys that a repair head has; never their values. */
final class KeyNames {

    private KeyNames() {}

    /**
     * In the order of the key table (wire format §4.1).
     *
     * @param epochs that are installed now
     */
    static List<String> of(TransportBundle bundle, List<Long> epochs, NodeConfig config) {
        List<String> names = new ArrayList<>();
        epochs.forEach(epoch -> names.add("GroupAuthKey(" + epoch + ")"));
        if (bundle.interiorSecret() != null) {
            names.add("InteriorSecret");
        }
        OwnRegion own = bundle.ownRegion();
        if (own != null) {
            names.add("RegionSecret(" + Integer.toUnsignedString(own.id()) + ")");
            names.add("BindMaster");
        }
        for (ParentSecrets parent : bundle.parents()) {
            names.add("RegionSecret(" + Integer.toUnsignedString(parent.region()) + ")");
            names.add("BK(" + config.nameOf(parent.id()) + ")");
        }
        return List.copyOf(names);
    }
}
