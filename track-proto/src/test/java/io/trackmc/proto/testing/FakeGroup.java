package io.trackmc.proto.testing;

import io.trackmc.proto.protect.KeyClass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Roster and secrets of one group: who is what, and which secret stands behind which key class (wire format §4.1, §4.2). */
public final class FakeGroup {

    /** What a member is. */
    public enum Role {
        SENDER,
        REPAIR_HEAD,
        RECEIVER;

        KeyClass pairClass() {
            return this == RECEIVER ? KeyClass.LEAF_PAIR : KeyClass.INTERIOR_PAIR;
        }
    }

    /**
     * One member.
     *
     * @param region its own region; meaningless for a receiver
     * @param parents node ids in order of preference
     */
    public record Member(int id, Role role, int region, List<Integer> parents) {}

    static final long GID = 0x7261636b;
    static final int SPI = 0x5001;
    public static final long EPOCH = 5;

    private static final long GROUP_AUTH_KEY = 0x6741_0001;
    private static final long INTERIOR_SECRET = 0x1357_0002;

    private final Map<Integer, Member> members = new LinkedHashMap<>();

    /** Enters a member. */
    public FakeGroup add(Member member) {
        members.put(member.id(), member);
        return this;
    }

    /** The member with this id. */
    public Member member(int id) {
        return Objects.requireNonNull(members.get(id), () -> "no member " + id);
    }

    /** All members in the order in which they were entered. */
    public List<Member> members() {
        return List.copyOf(members.values());
    }

    @Nullable
    Member memberOrNull(int id) {
        return members.get(id);
    }

    /** Id of the sender. */
    public int source() {
        return members.values().stream()
                .filter(m -> m.role() == Role.SENDER)
                .findFirst()
                .orElseThrow()
                .id();
    }

    /** Class of the local control channel of a parent: REGION as soon as a receiver may be its child. */
    KeyClass regionClass(int parent) {
        boolean leaves = members.values().stream()
                .anyMatch(m -> m.role() == Role.RECEIVER && m.parents().contains(parent));
        return leaves ? KeyClass.REGION : KeyClass.INTERIOR_REGION;
    }

    /** PRK of a class (wire format §4.2). */
    long root(KeyClass keyClass, int parent, int child) {
        return switch (keyClass) {
            case DATA -> Mixer.mix(GROUP_AUTH_KEY, 0);
            case REGION -> Mixer.mix(GROUP_AUTH_KEY, regionSecret(parent));
            case INTERIOR_REGION -> Mixer.mix(interiorNodeKey(), regionSecret(parent));
            case LEAF_PAIR -> Mixer.mix(GROUP_AUTH_KEY, bindKey(parent, child));
            case INTERIOR_PAIR -> Mixer.mix(interiorNodeKey(), bindKey(parent, child));
            case STALE_PAIR -> Mixer.mix(0, bindKey(parent, child));
        };
    }

    private static long interiorNodeKey() {
        return Mixer.mix(GROUP_AUTH_KEY, INTERIOR_SECRET);
    }

    private long regionSecret(int parent) {
        return Mixer.mix(0x5ec7, member(parent).region());
    }

    private static long bindKey(int parent, int child) {
        return Mixer.mix(Mixer.mix(0xb14d, parent), child);
    }
}
