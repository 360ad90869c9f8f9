package io.trackmc.keys.transport.bundle;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Nodes of a group that know of each other, the sender among them; immutable, to be shared by the bundles of nodes that live in one process. Looking a node up allocates
 * nothing.
 */
public final class Roster implements Iterable<Member> {

    /** Most nodes of a group. */
    public static final int MAX_MEMBERS = 500_000;

    private final List<Member> members;
    private final Member sender;
    private final Member[] byId;
    private final int[] ids;

    private Roster(List<Member> members, Member sender) {
        this.members = List.copyOf(members);
        this.sender = sender;
        byId = members.stream().sorted(Comparator.comparingInt(Member::id)).toArray(Member[]::new);
        ids = Arrays.stream(byId).mapToInt(Member::id).toArray();
    }

    /**
     * Of the given nodes, in that order.
     *
     * @throws IllegalArgumentException when there are too many, two of one id or name, or not one sender
     */
    public static Roster of(List<Member> members) {
        Rules.require(members.size() <= MAX_MEMBERS, "at most " + MAX_MEMBERS + " nodes in the roster");
        Set<Integer> ids = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (Member member : members) {
            Rules.require(ids.add(member.id()), "a node id may stand in the roster once only");
            Rules.require(names.add(member.name()), "a name may stand in the roster once only");
        }
        List<Member> senders = members.stream().filter(m -> m.role() == NodeRole.SENDER).toList();
        Rules.require(senders.size() == 1, "the source is the one sender");
        return new Roster(members, senders.getFirst());
    }

    /** The one sender. */
    public Member sender() {
        return sender;
    }

    /** The node of that id, or null when it is a stranger. */
    public @Nullable Member find(int id) {
        int index = Arrays.binarySearch(ids, id);
        return index < 0 ? null : byId[index];
    }

    /** Role of the node of that id, or null when it is a stranger. */
    public @Nullable NodeRole roleOf(int id) {
        Member member = find(id);
        return member == null ? null : member.role();
    }

    /** All nodes in the order given. */
    public List<Member> members() {
        return members;
    }

    /** All nodes in the order given. */
    public Stream<Member> stream() {
        return members.stream();
    }

    @Override
    public Iterator<Member> iterator() {
        return members.iterator();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Roster that && members.equals(that.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    @Override
    public String toString() {
        return members.size() + " nodes";
    }
}
