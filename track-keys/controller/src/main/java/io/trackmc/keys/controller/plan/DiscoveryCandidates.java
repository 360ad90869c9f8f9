package io.trackmc.keys.controller.plan;

import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.TransportBundle;
import java.util.ArrayList;
import java.util.List;

/**
 * The parents among which receivers choose by themselves: all repair heads, as far as a bundle has room for their keys, and at last the
 * sender; those of other tenants are left out, but for the next one where there are no others. Those that name their backups keep them.
 *
 * <p>Repair heads keep their places: if they chose too, all would be as near the sender as they can.
 */
public final class DiscoveryCandidates {

    /** Besides the first parent and the sender. */
    private static final int MAX_OTHERS = TransportBundle.MAX_PARENTS - 2;

    private DiscoveryCandidates() {}

    /** The same tree, in which each receiver under a repair head has the other repair heads as backups. */
    public static List<NodeSpec> of(List<NodeSpec> tree) {
        List<String> repairHeads = tree.stream().filter(spec -> spec.role() == NodeRole.REPAIR_HEAD)
                .map(NodeSpec::name).toList();
        Tenants tenants = new Tenants(tree);
        return tree.stream().map(spec -> {
            int first = repairHeads.indexOf(String.valueOf(spec.parent()));
            boolean chooses = spec.role() == NodeRole.RECEIVER && spec.backups() == null && first >= 0;
            return chooses
                    ? new NodeSpec(spec.name(), spec.role(), spec.parent(),
                            others(tenants, spec.name(), repairHeads, first), spec.address())
                    : spec;
        }).toList();
    }

    /** From the next one on, so that receivers with different first parents spread where all are equally near. */
    private static List<String> others(Tenants tenants, String name, List<String> repairHeads, int first) {
        List<String> others = new ArrayList<>();
        for (int i = 1; i < repairHeads.size(); i++) {
            others.add(repairHeads.get((first + i) % repairHeads.size()));
        }
        List<String> near = new ArrayList<>(tenants.near(name, others).stream().limit(MAX_OTHERS).toList());
        near.add(NodeSpec.SENDER);
        return near;
    }
}
