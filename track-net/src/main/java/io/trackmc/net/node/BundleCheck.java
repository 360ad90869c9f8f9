package io.trackmc.net.node;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.OwnRegion;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.TransportBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Whether a configuration and a transport bundle are of the same node. The bundle may be the younger one: an authority leaves out parents that
 * were expelled since the configuration was written.
 */
final class BundleCheck {

    private final NodeConfig config;
    private final List<String> faults = new ArrayList<>();

    private BundleCheck(NodeConfig config) {
        this.config = config;
    }

    /**
     * One line for each thing that differs.
     *
     * @param warnings told of parents that the bundle has no keys for, when it has keys for others
     */
    static List<String> faults(NodeConfig config, TransportBundle bundle, Consumer<String> warnings) {
        BundleCheck check = new BundleCheck(config);
        check.compare(bundle, warnings);
        return check.faults;
    }

    /** Whether a node can have this parent. */
    static boolean hasKeysFor(NodeConfig.Parent parent, TransportBundle bundle) {
        return bundle.parents().stream()
                .anyMatch(secrets -> secrets.id() == parent.id() && secrets.region() == parent.region());
    }

    private void compare(TransportBundle bundle, Consumer<String> warnings) {
        expect("node.id", number(config.self().id()), number(bundle.self().id()));
        expect("node.role", config.self().role().text(), bundle.self().role().text());
        expect("group.name", config.groupName(), bundle.groupName());
        NodeConfig.Region region = config.region();
        OwnRegion own = bundle.ownRegion();
        if (region != null && own != null) {
            expect("region.id", number(region.id()), number(own.id()));
        }
        compareParents(bundle, warnings);
    }

    private void compareParents(TransportBundle bundle, Consumer<String> warnings) {
        List<NodeConfig.Parent> without = config.parents().stream().filter(parent -> !hasKeysFor(parent, bundle))
                .toList();
        boolean noneLeft = without.size() == config.parents().size();
        for (NodeConfig.Parent parent : without) {
            if (noneLeft || bundle.parents().stream().anyMatch(secrets -> secrets.id() == parent.id())) {
                fault("tree.parents", describe(parent.name(), parent.id(), parent.region()),
                        String.join(", ", bundle.parents().stream().map(this::describe).toList()));
            } else {
                warnings.accept(config.file() + ": parent " + parent.name()
                        + " is left out: there are no keys for it in this node's transport keys (was it expelled?)");
            }
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

    private String describe(ParentSecrets secrets) {
        return describe(config.nameOf(secrets.id()), secrets.id(), secrets.region());
    }

    private static String describe(String name, int id, int region) {
        return name + " (id " + number(id) + ", region " + number(region) + ")";
    }

    private static String number(int u32) {
        return Integer.toUnsignedString(u32);
    }
}
