package io.trackmc.net.node;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.OwnRegion;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.TransportBundle;
import java.util.ArrayList;
import java.util.List;

/** Whether a configuration and a transport bundle are of the same node. */
final class BundleCheck {

    private final NodeConfig config;
    private final List<String> faults = new ArrayList<>();

    private BundleCheck(NodeConfig config) {
        this.config = config;
    }

    /** One line for each thing that differs. */
    static List<String> faults(NodeConfig config, TransportBundle bundle) {
        BundleCheck check = new BundleCheck(config);
        check.compare(bundle);
        return check.faults;
    }

    private void compare(TransportBundle bundle) {
        expect("node.id", number(config.self().id()), number(bundle.self().id()));
        expect("node.role", config.self().role().text(), bundle.self().role().text());
        expect("group.name", config.groupName(), bundle.groupName());
        NodeConfig.Region region = config.region();
        OwnRegion own = bundle.ownRegion();
        if (region != null && own != null) {
            expect("region.id", number(region.id()), number(own.id()));
        }
        config.parents().forEach(parent -> compare(parent, bundle.parents()));
    }

    private void compare(NodeConfig.Parent parent, List<ParentSecrets> secrets) {
        boolean given = secrets.stream().anyMatch(s -> s.id() == parent.id() && s.region() == parent.region());
        if (!given) {
            List<String> allowed = secrets.stream()
                    .map(s -> config.nameOf(s.id()) + " (id " + number(s.id()) + ", region " + number(s.region())
                            + ")")
                    .toList();
            fault("tree.parents", parent.name() + " (id " + number(parent.id()) + ", region " + number(parent.region())
                    + ")", String.join(", ", allowed));
        }
    }

    private void expect(String key, String found, String allowed) {
        if (!found.equals(allowed)) {
            fault(key, found, allowed);
        }
    }

    private void fault(String key, String found, String allowed) {
        faults.add(config.file() + ": key \"" + key + "\": found " + found + ", allowed by "
                + config.files().transportBundle() + ": " + allowed);
    }

    private static String number(int u32) {
        return Integer.toUnsignedString(u32);
    }
}
