package io.trackmc.sender;

import io.trackmc.keys.transport.bundle.RekeyState;
import io.trackmc.net.authority.AuthorityAddress;
import io.trackmc.net.authority.NodeAuthorities;
import io.trackmc.net.authority.RekeyFeed;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The feeds of rekeys from the authorities that the sender's configuration names, none or two. */
final class Feeds {

    private static final Feeds NONE = new Feeds(List.of());

    private final List<RekeyFeed> feeds;

    private Feeds(List<RekeyFeed> feeds) {
        this.feeds = feeds;
    }

    /** Without authorities. */
    static Feeds none() {
        return NONE;
    }

    /** Starts those that the configuration names. */
    static Feeds start(SenderSetup setup, Publisher publisher) {
        NodeAuthorities authorities = new NodeAuthorities(setup.node().config());
        List<RekeyFeed> feeds = new ArrayList<>();
        add(feeds, authorities.transportController(), KeyLayer.TRANSPORT, setup.node().bundle().rekey(), publisher,
                setup.node().warnings());
        add(feeds, authorities.contentAuthority(), KeyLayer.CONTENT, setup.content().rekey(), publisher,
                setup.node().warnings());
        return new Feeds(feeds);
    }

    /** The group has come on. */
    void progressed() {
        feeds.forEach(RekeyFeed::progressed);
    }

    /** Makes them end soon. */
    void stop() {
        for (RekeyFeed feed : feeds) {
            try {
                feed.stop();
            } catch (IOException _) {
                // The connection is gone, which was what was wanted.
            }
        }
    }

    /** Waits for their end. */
    void close() {
        for (RekeyFeed feed : feeds) {
            try {
                feed.close();
            } catch (IOException _) {
                // The same.
            }
        }
    }

    private static void add(List<RekeyFeed> feeds, Optional<AuthorityAddress> authority, KeyLayer layer,
            @Nullable RekeyState state, Publisher publisher, Consumer<String> warnings) {
        if (authority.isPresent() && state != null) {
            FeedRoot root = new FeedRoot(publisher, layer, state.anchor().sequence(), warnings);
            feeds.add(RekeyFeed.start(authority.get(), root, warnings));
        }
    }
}
