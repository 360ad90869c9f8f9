package io.trackmc.sender;

import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentQuestion;
import io.trackmc.keys.payload.ContentSeal;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.identity.PeerIdentity;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.keys.transport.registration.Blob;
import io.trackmc.net.authority.NodeAuthorities;
import io.trackmc.net.authority.Question;
import io.trackmc.net.authority.Registration;
import io.trackmc.net.node.NodeSetup;

/** Gets a sender its content keys from the content authority that its configuration names. */
final class ContentRegistration {

    private ContentRegistration() {}

    /**
     * Asks, and waits.
     *
     * @param asked told of each question
     * @throws io.trackmc.net.authority.RegistrationException when there are no keys for this node
     */
    static ContentBundle join(NodeSetup node, Runnable asked) {
        NodeConfig config = node.config();
        NodeAuthorities authorities = new NodeAuthorities(config);
        PeerIdentity self = authorities.identity();
        ContentSeal.Recipient recipient = new ContentSeal.Recipient(node.bundle().gid(), config.self().id(),
                self.certificateSha256(), self.role().oid());
        return new Registration(authorities.contentAuthority().orElseThrow(), Registration.PATIENCE, asked,
                node.warnings()).join(() -> asQuestion(new ContentQuestion(config.groupName(), recipient)));
    }

    private static Question<ContentBundle> asQuestion(ContentQuestion question) {
        return new Question<>() {
            @Override
            public Ask.Join ask() {
                return question.ask();
            }

            @Override
            public ContentBundle keys(Blob bundle) {
                return question.keys(bundle);
            }
        };
    }
}
