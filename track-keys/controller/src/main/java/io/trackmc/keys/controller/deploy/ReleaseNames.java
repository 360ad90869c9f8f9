package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.log.KeyName;
import io.trackmc.keys.controller.tree.ContentTree;
import io.trackmc.keys.controller.tree.TransportTree;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.proto.protect.KeyLayer;
import java.util.ArrayList;
import java.util.List;

/** Names of all keys in a bundle, for the log of the authority that gives it. Whoever puts more into a bundle names more here. */
public final class ReleaseNames {

    private ReleaseNames() {}

    /** Of a bundle that was made of the tree as it is. */
    public static List<String> of(TransportBundle bundle, TransportTree tree) {
        List<String> names = new ArrayList<>();
        bundle.epochs().forEach(epoch -> names.add(KeyName.epoch(KeyLayer.TRANSPORT, epoch.epoch())));
        if (bundle.interiorSecret() != null) {
            names.add(KeyName.interiorSecret(tree.interiorVersion()));
        }
        if (bundle.ownRegion() != null) {
            names.add(KeyName.regionSecret(bundle.ownRegion().id(), tree.regionVersion(bundle.ownRegion().id())));
            names.add(KeyName.bindMaster(bundle.ownRegion().id()));
        }
        bundle.parents().forEach(parent -> {
            if (!parent.isApart()) {
                names.add(KeyName.regionSecret(parent.region(), tree.regionVersion(parent.region())));
            }
            names.add(KeyName.bindKey(parent.id(), bundle.self().id()));
        });
        names.addAll(tree.names(bundle.self().id()));
        return names;
    }

    /**
     * Of a bundle that was made of the tree as it is.
     *
     * @param member whose it is
     */
    public static List<String> of(ContentBundle bundle, ContentTree tree, int member) {
        List<String> names = new ArrayList<>();
        bundle.epochs().forEach(epoch -> names.add(KeyName.epoch(KeyLayer.CONTENT, epoch.epoch())));
        names.addAll(tree.names(member));
        return names;
    }
}
