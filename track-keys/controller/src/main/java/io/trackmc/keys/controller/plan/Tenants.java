package io.trackmc.keys.controller.plan;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.transport.bundle.NodeRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whose the nodes of a tree are. A repair head and its region are its own tenant's, or else that of the repair head above it; a receiver is its parent's
 * tenant's. What no tenant has, the sender's region among it, is everybody's. The tree obeys {@link TreeRules}.
 */
public final class Tenants {

    private final Map<String, NodeSpec> byName;

    Tenants(List<NodeSpec> specs) {
        byName = specs.stream().collect(Collectors.toMap(NodeSpec::name, s -> s));
    }

    /** The tenant of a node; null when it has none. */
    @Nullable
    String of(@Nullable String name) {
        for (NodeSpec at = byName.get(String.valueOf(name)); at != null; at = byName.get(String.valueOf(at.parent()))) {
            if (at.tenant() != null) {
                return at.tenant();
            }
        }
        return null;
    }

    /** Whether a parent's region is another tenant's than a node is. */
    boolean areApart(String node, String parent) {
        String owner = of(parent);
        return owner != null && !owner.equals(of(node));
    }

    /**
     * Those of some backups that are no other tenant's; if there is none, the first of the others stands in.
     *
     * @param backups in order of preference
     */
    List<String> near(String node, List<String> backups) {
        List<String> near = backups.stream().filter(backup -> !areApart(node, backup)).toList();
        return near.isEmpty() ? backups.stream().limit(1).toList() : near;
    }

    /**
     * The same tree, in which the repair heads under the sender, each with all below it, belong to {@code tenant-1} to {@code tenant-N} in turn.
     *
     * @throws DeploymentException when there are fewer of them than tenants, or the tree names tenants itself
     */
    public static List<NodeSpec> spread(List<NodeSpec> tree, int tenants) {
        if (tenants == 1) {
            return tree;
        }
        long heads = tree.stream().filter(Tenants::isOnTop).count();
        if (tenants < 1 || tenants > heads) {
            throw new DeploymentException("tenants: found " + tenants
                    + ", allowed: 1 to " + Math.max(1, heads) + ", the number of repair heads under the sender");
        }
        List<NodeSpec> spread = new ArrayList<>();
        int next = 0;
        for (NodeSpec spec : tree) {
            if (spec.tenant() != null) {
                throw new DeploymentException("tenants: found " + tenants + ", allowed: none to spread over, because "
                        + spec.name() + " names its own");
            }
            boolean top = isOnTop(spec);
            spread.add(top ? new NodeSpec(spec.name(), spec.role(), spec.parent(), spec.backups(), spec.address(),
                    "tenant-" + (next++ % tenants + 1)) : spec);
        }
        return spread;
    }

    private static boolean isOnTop(NodeSpec spec) {
        return spec.role() == NodeRole.REPAIR_HEAD && NodeSpec.SENDER.equals(spec.parent());
    }
}
