package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.tree.AuthorityTree;
import io.trackmc.keys.controller.tree.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who waits for the next rekey. All of it stands in the log already, and is found there again after a crash. Not thread-safe. */
final class PendingEvents {

    private final Map<Integer, Place> joining = new LinkedHashMap<>();
    private final Set<Integer> compromised = new LinkedHashSet<>();
    private final Set<Integer> expelled = new LinkedHashSet<>();
    private final Set<Integer> leaving = new LinkedHashSet<>();

    /** What one rekey had room for. */
    record Taken(List<Place> joined, List<Integer> compromised, List<Integer> expelled, List<Integer> left) {}

    void join(Place place) {
        joining.put(place.member(), place);
    }

    /** Returns whether it waited. */
    boolean cancelJoin(int member) {
        return joining.remove(member) != null;
    }

    boolean isJoining(int member) {
        return joining.containsKey(member);
    }

    /** Who waits for being let in. */
    List<Integer> joining() {
        return List.copyOf(joining.keySet());
    }

    void leave(int member) {
        leaving.add(member);
    }

    /** Returns whether it waited. */
    boolean cancelLeave(int member) {
        return leaving.remove(member);
    }

    void expel(int member) {
        leaving.remove(member);
        expelled.add(member);
    }

    void compromise(int region) {
        compromised.add(region);
    }

    boolean isEmpty() {
        return joining.isEmpty() && compromised.isEmpty() && expelled.isEmpty() && leaving.isEmpty();
    }

    boolean hasUrgent() {
        return !expelled.isEmpty() || !compromised.isEmpty();
    }

    boolean hasCompromised() {
        return !compromised.isEmpty();
    }

    boolean hasExpelled() {
        return !expelled.isEmpty();
    }

    boolean isExpelling(int member) {
        return expelled.contains(member);
    }

    /** Whether nobody would be left in a tree of so many members. */
    boolean wouldEmpty(int members) {
        return joining.isEmpty() && expelled.size() + leaving.size() >= members;
    }

    /** Brings as many into the tree as the next rekey has room for: who comes before who goes, and the urgent before the others. */
    Taken applyTo(AuthorityTree tree) {
        Taken taken = new Taken(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        take(tree, joining.values(), taken.joined, tree::admit);
        take(tree, compromised, taken.compromised, tree::compromise);
        take(tree, expelled, taken.expelled, tree::expel);
        take(tree, leaving, taken.left, tree::leave);
        return taken;
    }

    /** Forgets what was done. */
    void remove(Taken taken) {
        taken.joined.forEach(place -> joining.remove(place.member()));
        compromised.removeAll(taken.compromised);
        expelled.removeAll(taken.expelled);
        leaving.removeAll(taken.left);
    }

    private static <T> void take(AuthorityTree tree, Iterable<T> waiting, List<T> taken,
            java.util.function.Consumer<T> apply) {
        for (T one : waiting) {
            if (tree.isFull()) {
                return;
            }
            apply.accept(one);
            taken.add(one);
        }
    }
}
