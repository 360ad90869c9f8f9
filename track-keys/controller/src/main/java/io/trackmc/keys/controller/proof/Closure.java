package io.trackmc.keys.controller.proof;

import io.trackmc.keys.controller.log.KeyEdge;
import io.trackmc.keys.controller.log.KeyName;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.log.LogRecord;
import io.trackmc.proto.protect.KeyLayer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the operator of a node was ever given, under any identity, and all that can be unwrapped or derived from it.
 *
 * <p>Identities are all members with the node's name, its operator, or a certificate or key of one of these. Keys are the leaves that they
 * were given with their admission and those released to them, and from there along every wrap and derivation in the logs. Reading goes on until a whole reading adds nothing that an earlier entry
 * could have told more about; in logs that stand in their natural order that is one reading. Memory grows with what the operator has,
 * not with the logs.
 */
final class Closure {

    /** Where a key came from: an entry, and the key that opened it, null when it was released itself. */
    private record Origin(KeyLayer layer, long entry, @Nullable String from) {}

    private static final int MAX_NORMALS = 4096;

    private final String node;
    private final Map<String, String> normals = new HashMap<>();
    private final Set<String> operators = new HashSet<>();
    private final Set<String> identities = new HashSet<>();
    private final Map<String, Origin> held = new HashMap<>();
    private @Nullable String nodeOperator;
    private final int filterBits;
    private MissedNames missed;
    private boolean again;

    /**
     * For a node.
     *
     * @param filterBits {@link MissedNames#bitsFor} the logs
     */
    Closure(String node, int filterBits) {
        this.node = node;
        this.filterBits = filterBits;
        missed = new MissedNames(filterBits);
    }

    /** Begins a reading of both logs. */
    void begin() {
        missed = new MissedNames(filterBits);
        again = false;
    }

    /** Whether the reading that ends has to be repeated. */
    boolean needsAnotherReading() {
        return again;
    }

    void accept(KeyLayer layer, LogRecord record) {
        switch (record.entry()) {
            case LogEntry.MemberAdmitted e -> admitted(layer, record.number(), e);
            case LogEntry.Release e -> released(layer, record.number(), e);
            case LogEntry.Rekey e -> {
                follow(layer, record.number(), e.wraps());
                follow(layer, record.number(), e.derives());
            }
            case LogEntry.Wraps e -> {
                follow(layer, record.number(), e.wraps());
                follow(layer, record.number(), e.derives());
            }
            default -> {
                // gives nobody a key
            }
        }
    }

    /** Operator of the node; null when it was never admitted. */
    @Nullable
    String nodeOperator() {
        return nodeOperator;
    }

    /** Keys that the operator has. */
    int keys() {
        return held.size();
    }

    /** The first entry that led to a key of the content layer; null when none did. */
    @Nullable
    ProofException firstContentKey() {
        return held.keySet().stream().filter(KeyName::isContent)
                .min(Comparator.comparingLong((String name) -> rootOf(name).entry())
                        .thenComparing(name -> !KeyName.isGroupDataKey(name)).thenComparing(name -> name))
                .map(name -> ProofException.reachable(rootOf(name).layer(), rootOf(name).entry(), explain(name)))
                .orElse(null);
    }

    private void admitted(KeyLayer layer, long entry, LogEntry.MemberAdmitted e) {
        String id = id(e.id());
        boolean isNode = layer == KeyLayer.TRANSPORT && e.name().equals(node);
        String operator = normal(e.operator());
        if (isNode) {
            nodeOperator = e.operator();
            addOperator(operator);
        }
        if (isNode || operators.contains(operator) || identities.contains(e.certificate())
                || identities.contains(e.key()) || identities.contains(id)) {
            List.of(id, e.certificate(), e.key()).forEach(this::addIdentity);
            e.leaves().forEach(leaf -> hold(leaf, new Origin(layer, entry, null)));
        } else {
            missed.add(operatorMark(operator));
            List.of(id, e.certificate(), e.key()).forEach(missed::add);
        }
    }

    private void released(KeyLayer layer, long entry, LogEntry.Release e) {
        String id = id(e.to());
        if (identities.contains(id) || identities.contains(e.certificate())) {
            e.keys().forEach(key -> hold(key, new Origin(layer, entry, null)));
        } else {
            missed.add(id);
            missed.add(e.certificate());
        }
    }

    /** Edges of one entry stand in any order, so they are gone over until nothing comes of them. */
    private void follow(KeyLayer layer, long entry, List<KeyEdge> edges) {
        boolean more = true;
        while (more) {
            more = false;
            for (KeyEdge edge : edges) {
                if (held.containsKey(edge.from()) && !held.containsKey(edge.gives())) {
                    hold(edge.gives(), new Origin(layer, entry, edge.from()));
                    more = true;
                }
            }
        }
        edges.stream().map(KeyEdge::from).filter(from -> !held.containsKey(from)).forEach(missed::add);
    }

    private void addOperator(String operator) {
        if (operators.add(operator)) {
            again |= missed.mayHave(operatorMark(operator));
        }
    }

    /** {@link LogOwner#normal}, which is dear; many members have one operator. */
    private String normal(String operator) {
        if (normals.size() >= MAX_NORMALS) {
            normals.clear();
        }
        return normals.computeIfAbsent(operator, LogOwner::normal);
    }

    private void addIdentity(String mark) {
        if (identities.add(mark)) {
            again |= missed.mayHave(mark);
        }
    }

    private void hold(String key, Origin origin) {
        if (held.putIfAbsent(key, origin) == null) {
            again |= missed.mayHave(key);
        }
    }

    private Origin rootOf(String name) {
        Origin origin = originOf(name);
        while (origin.from() != null) {
            origin = originOf(origin.from());
        }
        return origin;
    }

    private Origin originOf(String name) {
        Origin origin = held.get(name);
        if (origin == null) {
            throw new IllegalStateException("nobody has " + name);
        }
        return origin;
    }

    /** The way from the key that was released to the one that it led to. */
    private String explain(String name) {
        StringBuilder way = new StringBuilder();
        String key = name;
        for (Origin origin = originOf(name); origin.from() != null; origin = originOf(key)) {
            way.insert(0, ", which gives " + key + " by entry " + origin.entry() + " of the "
                    + ProofException.name(origin.layer()) + " log");
            key = origin.from();
        }
        return "released " + key + " to the operator of " + node + way;
    }

    private static String id(long id) {
        return "id " + id;
    }

    private static String operatorMark(String operator) {
        return "operator " + operator;
    }
}
