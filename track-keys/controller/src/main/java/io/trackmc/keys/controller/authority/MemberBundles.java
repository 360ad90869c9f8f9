package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.deploy.Bundles;
import io.trackmc.keys.controller.deploy.GroupPlan;
import io.trackmc.keys.controller.deploy.GroupPlanFile;
import io.trackmc.keys.controller.deploy.ReleaseNames;
import io.trackmc.keys.controller.pki.Identity;
import io.trackmc.keys.controller.tree.AuthorityTree;
import io.trackmc.keys.controller.tree.ContentTree;
import io.trackmc.keys.controller.tree.TransportTree;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentBundleFile;
import io.trackmc.keys.payload.ContentSeal;
import io.trackmc.keys.transport.bundle.RekeyAnchor;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.bundle.TransportBundleFile;
import io.trackmc.keys.transport.registration.Blob;
import io.trackmc.keys.transport.registration.RefusalReason;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/** Makes the bundles of members of one layer, as they go over TLS. Not thread-safe. */
final class MemberBundles {

    private final RekeyAnchor contentAnchor;
    private final IntPredicate expelled;
    private Bundles bundles;

    /** @param expelled whether a node was expelled for good */
    MemberBundles(GroupPlanFile file, IntPredicate expelled) {
        this.expelled = expelled;
        bundles = new Bundles(file.plan());
        contentAnchor = file.content();
    }

    /** Goes on by a larger plan. */
    void use(GroupPlan plan) {
        bundles = new Bundles(plan);
    }

    /**
     * A bundle on its way.
     *
     * @param bytes of the answer: a transport bundle, or a sealed content bundle
     * @param how as the log says it
     * @param names of the keys in it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Given(byte[] bytes, String how, List<String> names) {}

    /**
     * Makes one.
     *
     * @param hpkeKey to which content keys are sealed; empty for transport keys
     * @param before whether it may be given the epoch before the newest too
     */
    Given of(GroupPlan.Node node, Identity identity, Blob hpkeKey, AuthorityTree tree, boolean before) {
        return switch (tree) {
            case TransportTree transport -> transport(node, transport, before);
            case ContentTree content -> content(node, identity, hpkeKey, content, before);
        };
    }

    private Given transport(GroupPlan.Node node, TransportTree tree, boolean before) {
        TransportBundle bundle = bundles.transport(node, tree, contentAnchor, before, expelled);
        try {
            return new Given(new TransportBundleFile().encode(bundle), "tls", ReleaseNames.of(bundle, tree));
        } finally {
            Bundles.forget(bundle);
        }
    }

    private Given content(GroupPlan.Node node, Identity identity, Blob hpkeKey, ContentTree tree, boolean before) {
        ContentBundle bundle = bundles.content(node, tree, before);
        byte[] plain = new ContentBundleFile().encode(bundle);
        try {
            ContentSeal.Recipient recipient = new ContentSeal.Recipient(tree.gid(), node.id(),
                    identity.certificate().sha256(), identity.role().oid());
            return new Given(ContentSeal.seal(recipient, hpkeKey.copy(), plain), "hpke",
                    ReleaseNames.of(bundle, tree, node.id()));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(RefusalReason.MALFORMED, "hpkeKey: " + e.getMessage());
        } finally {
            Arrays.fill(plain, (byte) 0);
            Bundles.forget(bundle);
        }
    }
}
