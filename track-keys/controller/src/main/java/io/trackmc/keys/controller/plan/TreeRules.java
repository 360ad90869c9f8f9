package io.trackmc.keys.controller.plan;

import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.TransportBundle;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules of a tree: one sender on top, parents that exist and are no receivers, no loops, sensible backups, no tenant in another's subtree. */
final class TreeRules {

    private final Map<String, NodeSpec> nodes = new LinkedHashMap<>();

    private TreeRules(List<NodeSpec> specs) {
        specs.forEach(s -> nodes.put(s.name(), s));
    }

    /** The first fault, or null. */
    static @Nullable TreeFault firstFault(List<NodeSpec> specs) {
        TreeRules rules = new TreeRules(specs);
        if (rules.nodes.size() < specs.size()) {
            return new TreeFault(firstTwice(specs), "name", "twice", "one node of that name");
        }
        for (NodeSpec spec : specs) {
            TreeFault fault = rules.faultOf(spec);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private @Nullable TreeFault faultOf(NodeSpec spec) {
        if ((spec.role() == NodeRole.SENDER) != spec.name().equals(NodeSpec.SENDER)) {
            return new TreeFault(spec.name(), "role", spec.role().text(),
                    "sender for the node \"sender\" and for no other");
        }
        TreeFault fault = parentFault(spec);
        if (fault == null) {
            fault = backupFault(spec);
        }
        return fault != null ? fault : tenantFault(spec);
    }

    private @Nullable TreeFault parentFault(NodeSpec spec) {
        if (spec.role() == NodeRole.SENDER) {
            return spec.parent() == null ? null
                    : new TreeFault(spec.name(), "parent", quoted(spec.parent()), "none for the sender");
        }
        if (spec.parent() == null) {
            return new TreeFault(spec.name(), "parent", "none", parents());
        }
        if (!isParent(spec.parent())) {
            return new TreeFault(spec.name(), "parent", describe(spec.parent()), parents());
        }
        return isLoop(spec) ? new TreeFault(spec.name(), "parent", quoted(spec.parent()) + ", which closes a loop",
                "a parent that is not below it") : null;
    }

    private @Nullable TreeFault backupFault(NodeSpec spec) {
        if (spec.backups() == null) {
            return null;
        }
        Set<String> seen = new HashSet<>();
        for (String backup : spec.backups()) {
            if (!isParent(backup)) {
                return new TreeFault(spec.name(), "backups", describe(backup), parents());
            }
            if (backup.equals(spec.parent()) || backup.equals(spec.name()) || !seen.add(backup)) {
                return new TreeFault(spec.name(), "backups", quoted(backup),
                        "each once, and neither the node itself nor its parent");
            }
            if (isBelow(backup, spec.name())) {
                return new TreeFault(spec.name(), "backups", quoted(backup) + ", which is below it",
                        "a parent that is not below it");
            }
        }
        boolean tooMany = spec.backups().size() >= TransportBundle.MAX_PARENTS;
        return tooMany ? new TreeFault(spec.name(), "backups", spec.backups().size() + " nodes",
                "at most " + (TransportBundle.MAX_PARENTS - 1)) : null;
    }

    private @Nullable TreeFault tenantFault(NodeSpec spec) {
        if (spec.tenant() == null) {
            return null;
        }
        if (spec.role() != NodeRole.REPAIR_HEAD) {
            return new TreeFault(spec.name(), "tenant", quoted(spec.tenant()),
                    "none: only of a repair head, for its region and all below it");
        }
        String above = tenantAbove(spec);
        return above == null || above.equals(spec.tenant()) ? null
                : new TreeFault(spec.name(), "tenant", quoted(spec.tenant()), quoted(above) + ", as above it");
    }

    /** Ends in loops, too. */
    private @Nullable String tenantAbove(NodeSpec spec) {
        Set<String> visited = new HashSet<>();
        for (NodeSpec at = nodes.get(String.valueOf(spec.parent())); at != null
                && visited.add(at.name()); at = nodes.get(String.valueOf(at.parent()))) {
            if (at.tenant() != null) {
                return at.tenant();
            }
        }
        return null;
    }

    private boolean isLoop(NodeSpec spec) {
        return spec.parent() != null && (spec.parent().equals(spec.name()) || isBelow(spec.parent(), spec.name()));
    }

    /** Whether going up from {@code node} comes by {@code top}; ends in loops that do not touch it, too. */
    private boolean isBelow(String node, String top) {
        Set<String> visited = new HashSet<>();
        for (NodeSpec at = nodes.get(node); at != null && at.parent() != null; at = nodes.get(at.parent())) {
            if (at.parent().equals(top)) {
                return true;
            }
            if (!visited.add(at.name())) {
                return false;
            }
        }
        return false;
    }

    private boolean isParent(String name) {
        NodeSpec spec = nodes.get(name);
        return spec != null && spec.role().isParent();
    }

    private String describe(String name) {
        return quoted(name) + (nodes.containsKey(name) ? ", a receiver" : ", which is not in the tree");
    }

    private String parents() {
        return nodes.values().stream().filter(s -> s.role().isParent()).map(NodeSpec::name).limit(20)
                .collect(Collectors.joining(", "));
    }

    private static String firstTwice(List<NodeSpec> specs) {
        Set<String> seen = new HashSet<>();
        return specs.stream().map(NodeSpec::name).filter(n -> !seen.add(n)).findFirst().orElse("");
    }

    private static String quoted(String name) {
        return "\"" + name + "\"";
    }
}
