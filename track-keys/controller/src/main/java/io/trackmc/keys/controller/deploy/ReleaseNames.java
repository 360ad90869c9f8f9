package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.log.KeyName;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.proto.protect.KeyLayer;
import java.util.ArrayList;
import java.util.List;

/** Names of all keys in a bundle, for the log of the authority that gives it. Whoever puts more into a bundle names more here. */
final class ReleaseNames {

    private static final long INITIAL = 0;

    private ReleaseNames() {}

    static List<String> of(TransportBundle bundle) {
        List<String> names = new ArrayList<>();
        bundle.epochs().forEach(epoch -> names.add(KeyName.epoch(KeyLayer.TRANSPORT, epoch.epoch())));
        if (bundle.interiorSecret() != null) {
            names.add(KeyName.interiorSecret(INITIAL));
        }
        if (bundle.ownRegion() != null) {
            names.add(KeyName.regionSecret(bundle.ownRegion().id(), INITIAL));
            names.add(KeyName.bindMaster(bundle.ownRegion().id()));
        }
        bundle.parents().forEach(parent -> {
            names.add(KeyName.regionSecret(parent.region(), INITIAL));
            names.add(KeyName.bindKey(parent.id(), bundle.self().id()));
        });
        return names;
    }

    static List<String> of(ContentBundle bundle) {
        return bundle.epochs().stream().map(epoch -> KeyName.epoch(KeyLayer.CONTENT, epoch.epoch())).toList();
    }
}
