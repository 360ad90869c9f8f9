package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.log.KeyName;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.transport.bundle.RekeyState;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.proto.protect.KeyLayer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        names.addAll(ofPath(KeyLayer.TRANSPORT, bundle.rekey()));
        return names;
    }

    static List<String> of(ContentBundle bundle) {
        List<String> names = new ArrayList<>();
        bundle.epochs().forEach(epoch -> names.add(KeyName.epoch(KeyLayer.CONTENT, epoch.epoch())));
        names.addAll(ofPath(KeyLayer.CONTENT, bundle.rekey()));
        return names;
    }

    private static List<String> ofPath(KeyLayer layer, @Nullable RekeyState state) {
        return state == null ? List.of() : state.keys().stream()
                .map(key -> KeyName.node(layer, key.tree(), key.region(), key.level(), key.index(), INITIAL)).toList();
    }
}
