package io.trackmc.keys.transport.bundle;

import static io.trackmc.keys.transport.bundle.Rules.require;

import io.trackmc.keys.transport.key.InteriorSecret;
import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.keys.transport.msa.TransportEpoch;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All transport keys that one node is given, and what it must know to use them. Holds no GroupDataKey and nothing from which one
 * could be derived.
 *
 * @param gid the group
 * @param groupName name of the group, for people
 * @param self this node
 * @param sourceId node id of the source
 * @param activeEpoch transport epoch to send under; one of {@code epochs}
 * @param epochs one to three in ascending order; at most one is older and one newer than the active one
 * @param interiorSecret of sender and repair heads; null for a receiver
 * @param ownRegion of sender and repair heads; null for a receiver
 * @param parents primary first, then backups in order of preference; empty for the sender
 * @param roster the nodes that this one may ever talk to, itself and the sender included
 * @param expelled node ids of those among them whom the authority has expelled, ascending as u32: refused before any rekey is heard of
 * @param rekey place in the key trees of the transport layer; null where keys never change
 * @param contentRekey how a repair head verifies content rekeys, which it hands on; null for others, and where keys never change
 */
public record TransportBundle(
        long gid,
        String groupName,
        Member self,
        int sourceId,
        long activeEpoch,
        List<TransportEpoch> epochs,
        @Nullable InteriorSecret interiorSecret,
        @Nullable OwnRegion ownRegion,
        List<ParentSecrets> parents,
        Roster roster,
        List<Integer> expelled,
        @Nullable RekeyState rekey,
        @Nullable RekeyAnchor contentRekey) {

    /** Most parents, the primary included, that a node holds keys for. */
    public static final int MAX_PARENTS = 64;

    /** Checks that the parts belong together. */
    public TransportBundle {
        epochs = List.copyOf(epochs);
        parents = List.copyOf(parents);
        expelled = expelled.stream().distinct().sorted(Integer::compareUnsigned).toList();
        require(Member.NAME.matcher(groupName).matches(), "a name of a group is " + Member.NAME_ALLOWED);
        require(!epochs.isEmpty() && epochs.size() <= KeyRing.MAX_EPOCHS, "1 to " + KeyRing.MAX_EPOCHS + " epochs");
        new KeyRing<>(epochs, activeEpoch);
        checkRole(self.role(), interiorSecret, ownRegion, parents);
        checkParents(self, parents);
        checkRoster(self, sourceId, parents, roster);
        checkExpelled(self, parents, roster, expelled);
        checkRekey(self.role(), rekey, contentRekey);
    }

    /** A bundle whose keys never change. */
    public TransportBundle(
            long gid,
            String groupName,
            Member self,
            int sourceId,
            long activeEpoch,
            List<TransportEpoch> epochs,
            @Nullable InteriorSecret interiorSecret,
            @Nullable OwnRegion ownRegion,
            List<ParentSecrets> parents,
            Roster roster) {
        this(gid, groupName, self, sourceId, activeEpoch, epochs, interiorSecret, ownRegion, parents, roster,
                List.of(), null, null);
    }

    /** Erases every key. */
    public void destroy() {
        epochs.forEach(TransportEpoch::destroy);
        if (interiorSecret != null) {
            interiorSecret.destroy();
        }
        if (ownRegion != null) {
            ownRegion.secret().destroy();
            ownRegion.bindMaster().destroy();
        }
        for (ParentSecrets parent : parents) {
            if (parent.regionSecret() != null) {
                parent.regionSecret().destroy();
            }
            parent.bindKey().destroy();
        }
        if (rekey != null) {
            rekey.destroy();
        }
    }

    private static void checkRole(NodeRole role, @Nullable InteriorSecret interiorSecret, @Nullable OwnRegion ownRegion,
            List<ParentSecrets> parents) {
        String article = "a " + role.text();
        require((interiorSecret != null) == role.isParent(),
                article + (role.isParent() ? " needs" : " may not have") + " the interior secret");
        require((ownRegion != null) == role.isParent(),
                article + (role.isParent() ? " needs" : " may not have") + " a region of its own");
        require(parents.isEmpty() == (role == NodeRole.SENDER),
                article + (role == NodeRole.SENDER ? " may not have" : " needs") + " parents");
        if (ownRegion != null) {
            require((ownRegion.id() == 0) == (role == NodeRole.SENDER),
                    "region 0 is that of the sender, and its only one");
        }
    }

    private static void checkRekey(NodeRole role, @Nullable RekeyState rekey, @Nullable RekeyAnchor contentRekey) {
        require(rekey == null || (rekey.interiorLeaf() != RekeyState.NO_LEAF) == role.isParent(),
                "sender and repair heads, and no others, have a leaf of the interior tree");
        require(contentRekey == null || role == NodeRole.REPAIR_HEAD,
                "only a repair head learns from its transport bundle how content rekeys are verified");
    }

    private static void checkParents(Member self, List<ParentSecrets> parents) {
        require(parents.size() <= MAX_PARENTS, "at most " + MAX_PARENTS + " parents");
        Set<Integer> ids = new HashSet<>();
        for (ParentSecrets parent : parents) {
            require(parent.id() != self.id(), "a node may not be its own parent");
            require(ids.add(parent.id()), "a parent may stand in the list once only");
            require(self.role() == NodeRole.REPAIR_HEAD || parent.hasLeaves(),
                    "the region of a receiver's parent has leaves");
        }
    }

    private static void checkRoster(Member self, int sourceId, List<ParentSecrets> parents, Roster roster) {
        require(self.equals(roster.find(self.id())), "the roster names this node as it is");
        require(roster.sender().id() == sourceId, "the source is the one sender");
        for (ParentSecrets parent : parents) {
            NodeRole role = roster.roleOf(parent.id());
            require(role != null && role.isParent(), "a parent is a sender or repair head of the roster");
            require((parent.region() == 0) == (parent.id() == sourceId), "region 0 is that of the sender");
        }
    }

    private static void checkExpelled(Member self, List<ParentSecrets> parents, Roster roster,
            List<Integer> expelled) {
        for (int id : expelled) {
            require(roster.find(id) != null, "who was expelled is in the roster");
            require(id != self.id() && parents.stream().noneMatch(parent -> parent.id() == id),
                    "nobody who was expelled is given keys, or keys are given for");
        }
    }
}
