package io.trackmc.net.authority;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.identity.PeerIdentity;
import io.trackmc.keys.transport.registration.Question;
import java.util.function.Consumer;
import java.util.function.Supplier;

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
        return registration(authorities, asked, warnings).join(questions(config, gid, authorities, questions));
    }

    /**
     * Asks one question, for a node that runs.
     *
     * @param gid group id, as the transport keys say
     * @param asked told of the question
     * @throws RegistrationException when there are no keys, now or for good
     */
    public static <K> K ask(NodeConfig config, long gid, Runnable asked, Questions<K> questions) {
        NodeAuthorities authorities = new NodeAuthorities(config);
        return registration(authorities, asked, _ -> {}).ask(questions(config, gid, authorities, questions).get());
    }

    private static Registration registration(NodeAuthorities authorities, Runnable asked, Consumer<String> warnings) {
        return new Registration(authorities.contentAuthority().orElseThrow(), Registration.PATIENCE, asked, warnings);
    }

    private static <K> Supplier<Question<K>> questions(
            NodeConfig config, long gid, NodeAuthorities authorities, Questions<K> questions) {
        PeerIdentity self = authorities.identity();
        return () -> questions.of(config.groupName(), gid, config.self().id(), self.certificateSha256(),
                self.role().oid());
    }
}
