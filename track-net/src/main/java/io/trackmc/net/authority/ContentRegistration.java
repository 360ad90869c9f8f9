package io.trackmc.net.authority;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.identity.PeerIdentity;
import io.trackmc.keys.transport.registration.Question;
import java.util.function.Consumer;

/**
 * Gets a sender or receiver its content keys from the content authority that its configuration names. What such keys are is not known here: the question
 * comes from outside, and reads its answer.
 */
public final class ContentRegistration {

    private ContentRegistration() {}

    /**
     * Makes a question for content keys, a new one each time that is asked.
     *
     * @param <K> the keys
     */
    @FunctionalInterface
    public interface Questions<K> {

        /**
         * For a node of a group.
         *
         * @param group its name
         * @param gid group id
         * @param node node id
         * @param certificateSha256 of the node's certificate, hexadecimal digits
         * @param roleOid of its certificate
         */
        Question<K> of(String group, long gid, int node, String certificateSha256, String roleOid);
    }

    /**
     * Asks, and waits.
     *
     * @param gid group id, as the transport keys say
     * @param asked told of each question
     * @throws RegistrationException when there are no keys for this node
     */
    public static <K> K join(NodeConfig config, long gid, Runnable asked, Consumer<String> warnings,
            Questions<K> questions) {
        NodeAuthorities authorities = new NodeAuthorities(config);
        PeerIdentity self = authorities.identity();
        return new Registration(authorities.contentAuthority().orElseThrow(), Registration.PATIENCE, asked, warnings)
                .join(() -> questions.of(config.groupName(), gid, config.self().id(), self.certificateSha256(),
                        self.role().oid()));
    }
}
