package io.trackmc.keys.transport.hop;

import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.NodeRole;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Roles by node id, looked up without allocating. */
final class Roster {

    private final int[] ids;
    private final NodeRole[] roles;

    Roster(List<Member> members) {
        List<Member> sorted = members.stream().sorted(Comparator.comparingInt(Member::id)).toList();
        ids = sorted.stream().mapToInt(Member::id).toArray();
        roles = sorted.stream().map(Member::role).toArray(NodeRole[]::new);
    }

    /** Role of a node, or null when it is a stranger. */
    @Nullable
    NodeRole roleOf(int id) {
        int index = Arrays.binarySearch(ids, id);
        return index < 0 ? null : roles[index];
    }
}
