package io.trackmc.keys.controller.plan;

import io.trackmc.keys.transport.bundle.NodeRole;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Backup parents of nodes that name none.
 *
 * <p>A receiver under a repair head: the sibling repair heads of its parent, the next one first so that orphans spread, and at last the
 * sender. A repair head under a repair head: the parent of its parent, and at last the sender. Children of the sender: none. Siblings of other tenants are
 * left out, but for the next one where there are no others.
 */
final class DefaultBackups {

    /** Most siblings: each one is a repair head that must be re-keyed when the receiver is expelled. */
    static final int MAX_SIBLINGS = 8;

    private final Map<String, NodeSpec> byName;
    private final Tenants tenants;
    private final Map<String, List<String>> repairHeadsUnder;

    DefaultBackups(List<NodeSpec> specs) {
        byName = specs.stream().collect(Collectors.toMap(NodeSpec::name, s -> s));
        tenants = new Tenants(specs);
        repairHeadsUnder = specs.stream().filter(s -> s.role() == NodeRole.REPAIR_HEAD)
                .collect(Collectors.groupingBy(s -> String.valueOf(s.parent()),
                        Collectors.mapping(NodeSpec::name, Collectors.toList())));
    }

    /** Names of backups in order of preference. */
    List<String> of(NodeSpec spec) {
        if (spec.backups() != null) {
            return spec.backups();
        }
        NodeSpec parent = parentOf(spec);
        if (parent == null || parent.parent() == null) {
            return List.of();
        }
        Set<String> backups = new LinkedHashSet<>();
        if (spec.role() == NodeRole.RECEIVER) {
            tenants.near(spec.name(), siblings(parent)).stream().limit(MAX_SIBLINGS).forEach(backups::add);
        } else {
            backups.add(parent.parent());
        }
        backups.add(NodeSpec.SENDER);
        return List.copyOf(backups);
    }

    private @Nullable NodeSpec parentOf(NodeSpec spec) {
        return spec.parent() == null ? null : byName.get(spec.parent());
    }

    private List<String> siblings(NodeSpec repairHead) {
        List<String> family = repairHeadsUnder.getOrDefault(String.valueOf(repairHead.parent()), List.of());
        int own = family.indexOf(repairHead.name());
        List<String> siblings = new ArrayList<>();
        for (int i = 1; i < family.size(); i++) {
            siblings.add(family.get((own + i) % family.size()));
        }
        return siblings;
    }
}
