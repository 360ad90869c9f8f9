package io.trackmc.net.tree;

import io.trackmc.net.tree.TreeDocument.Heard;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sees who has gone from one parent to another, by comparing what parents said before with what they say now: a receiver is asked by nobody, so nobody else
 * knows. Moves that are seen together are one event for each pair of parents. One thread.
 */
final class Moves {

    private static final int NAMES = 6;

    /** Children that are remembered, those that nobody names any more among them: who names others at each look makes no more of them. */
    static final int MOST_PLACES = 2 * TreeFeed.MOST_NODES;

    private static final String NOBODY = "";

    private final Map<String, Place> places = new HashMap<>();
    private final Deque<TreeEvent> events = new ArrayDeque<>();

    /** Where a child is: its name, under whom, since when, and whom it had before; for how many looks nobody has named it. */
    private record Place(String name, String parentKey, String parent, long since, String from, int missed) {

        private static final int FORGOTTEN_AFTER = 300;

        Place from(String before) {
            return new Place(name, parentKey, parent, since, before, missed);
        }

        Place missedOnce() {
            return new Place(name, parentKey, parent, since, from, missed + 1);
        }

        boolean isForgotten() {
            return missed > FORGOTTEN_AFTER;
        }
    }

    /** Children that came from one parent to another. */
    private static final class Crowd {

        private final List<String> names = new ArrayList<>();
        private long count;

        void add(String name) {
            count++;
            if (names.size() < NAMES) {
                names.add(name);
            }
        }
    }

    /** Returns the same nodes, whose children say whom they had before, and are each under one parent. */
    List<Heard> look(long nowMs, List<Heard> nodes) {
        Map<String, Place> now = newest(nodes);
        Map<String, Crowd> crowds = new LinkedHashMap<>();
        now.forEach((key, place) -> {
            Place last = places.get(key);
            if (last == null || last.parentKey.equals(place.parentKey)) {
                places.put(key, last == null ? place : place.from(last.from));
            } else {
                places.put(key, place.from(last.parent));
                crowds.computeIfAbsent("from " + last.parent + " to " + place.parent, _ -> new Crowd())
                        .add(place.name);
            }
        });
        places.replaceAll((key, place) -> now.containsKey(key) ? place : place.missedOnce());
        places.values().removeIf(Place::isForgotten);
        forgetTooMany(now.keySet());
        crowds.forEach((way, crowd) -> note(nowMs, way, crowd));
        return nodes.stream().map(this::told).toList();
    }

    /** Those that nobody has named for longest go first; what parents name now is bounded elsewhere. */
    private void forgetTooMany(Set<String> named) {
        int tooMany = places.size() - MOST_PLACES;
        if (tooMany > 0) {
            places.entrySet().stream().filter(each -> !named.contains(each.getKey()))
                    .sorted(Comparator.comparingInt(each -> -each.getValue().missed)).limit(tooMany)
                    .map(Map.Entry::getKey).toList().forEach(places::remove);
        }
    }

    /** Children that are remembered. */
    int size() {
        return places.size();
    }

    /** Events so far, oldest first, at most {@link EventLog#MOST}. */
    List<TreeEvent> events() {
        return List.copyOf(events);
    }

    /** The parent that heard of a child last is the one that has it: the other may not know yet that it has gone, or not answer any more. */
    private static Map<String, Place> newest(List<Heard> nodes) {
        Map<String, Place> now = new LinkedHashMap<>();
        for (Heard heard : nodes) {
            TreeNode node = heard.node();
            for (TreeChild child : node.children()) {
                Place place = new Place(child.name(), node.key(), node.name(),
                        heard.isSilent() ? 0 : child.since(), NOBODY, 0);
                now.merge(childKey(node, child), place, (one, other) -> other.since > one.since ? other : one);
            }
        }
        return now;
    }

    private void note(long nowMs, String way, Crowd crowd) {
        TreeEvent last = events.stream().filter(event -> event.detail().equals(way)
                && nowMs - event.until() <= EventLog.TOGETHER_MS).findFirst().orElse(null);
        events.remove(last);
        events.addLast(last == null
                ? new TreeEvent(TreeEvent.Kind.MOVED, nowMs, nowMs, crowd.count, String.join(", ", crowd.names), way)
                : new TreeEvent(TreeEvent.Kind.MOVED, last.at(), nowMs, last.count() + crowd.count, last.about(), way));
        if (events.size() > EventLog.MOST) {
            events.removeFirst();
        }
    }

    private Heard told(Heard heard) {
        TreeNode node = heard.node();
        List<TreeChild> children = new ArrayList<>();
        for (TreeChild child : node.children()) {
            Place place = places.get(childKey(node, child));
            if (place != null && place.parentKey.equals(node.key())) {
                children.add(place.from.isEmpty() ? child : child.from(place.from));
            }
        }
        return new Heard(new TreeNode(node.group(), node.id(), node.name(), node.role(), node.place(), node.work(),
                node.epochs(), children, node.events()), heard.depth(), heard.ageMs());
    }

    private static String childKey(TreeNode parent, TreeChild child) {
        return parent.group() + "/" + child.id();
    }
}
