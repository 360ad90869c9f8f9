package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.tree.AuthorityStateFile;
import io.trackmc.keys.controller.tree.ContentTree;
import io.trackmc.keys.controller.tree.Rekey;
import io.trackmc.keys.controller.tree.RekeyReason;
import io.trackmc.keys.controller.tree.RekeyTerms;
import io.trackmc.keys.controller.tree.TransportTree;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.sender.Publisher;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The key trees of a group's authorities, from the files of its deployment, without the authorities around them. */
final class Authorities {

    private static final int HARD_MS = 20_000;
    private static final int OVERLAP_MS = 500;

    private final TransportTree transport;
    private final ContentTree content;
    private final List<Rekey> made = new ArrayList<>();

    Authorities(Path deployment) {
        SecureRandom random = new SecureRandom();
        AuthorityDirectory files = AuthorityDirectory.of(deployment);
        try (AuthorityStateFile state = files.state(KeyLayer.TRANSPORT)) {
            transport = state.openTransport(random, _ -> {});
        }
        try (AuthorityStateFile state = files.state(KeyLayer.CONTENT)) {
            content = state.openContent(random, _ -> {});
        }
    }

    /** New keys for both layers, without those of a node where one is named. */
    List<Rekey> rekey(int... expelled) {
        for (int node : expelled) {
            transport.expel(node);
            content.expel(node);
        }
        RekeyTerms terms = terms(expelled.length == 0 ? RekeyReason.SCHEDULED : RekeyReason.EXPULSION);
        List<Rekey> both = List.of(transport.rekey(terms, null), content.rekey(terms, null));
        made.addAll(both);
        return both;
    }

    /** New transport keys, without those of a repair head, which has no others. */
    List<Rekey> rekeyWithout(int repairHead) {
        transport.expel(repairHead);
        Rekey rekey = transport.rekey(terms(RekeyReason.EXPULSION), null);
        made.add(rekey);
        return List.of(rekey);
    }

    /** All rekeys so far, as a journal has them. */
    List<Rekey> made() {
        return made;
    }

    /** Lets them into the tree. */
    static void inject(List<Rekey> rekeys, Publisher sender) {
        for (Rekey rekey : rekeys) {
            assertThat(sender.rekey(rekey.header())).isNull();
            for (int part = 1; part <= rekey.chunkCount(); part++) {
                assertThat(sender.rekey(rekey.chunk(part))).isNull();
            }
        }
    }

    private static RekeyTerms terms(RekeyReason reason) {
        Instant now = Instant.now();
        return RekeyTerms.of(reason, now, 0, HARD_MS, OVERLAP_MS, now.plusSeconds(3600));
    }
}
