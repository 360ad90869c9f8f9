package io.trackmc.net.node;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.bundle.TransportBundleFile;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.keys.transport.registration.Blob;
import io.trackmc.keys.transport.registration.Question;
import io.trackmc.net.authority.NodeAuthorities;
import io.trackmc.net.authority.Registration;
import java.util.function.Consumer;

/**
 * Where a node gets its transport keys: from its files, or from an authority. A node asks once, before it starts, and again only when it was left
 * behind ({@link Reregistration}); whoever counts what is asked later sees whether fail-over needs anybody's help.
 */
@FunctionalInterface
public interface KeySource {

    /** The files that the configuration names. */
    KeySource FILES = (config, warnings) -> new TransportBundleFile().read(config.files().transportBundle(), warnings);

    /**
     * The transport controller that the configuration names.
     *
     * @param asked told of each question to it
     */
    static KeySource authority(Runnable asked) {
        return (config, warnings) -> new Registration(
                new NodeAuthorities(config).transportController().orElseThrow(), Registration.PATIENCE, asked, warnings)
                .join(() -> question(config));
    }

    /**
     * One question of a node that runs to the transport controller that the configuration names.
     *
     * @param asked told of it
     * @throws io.trackmc.net.authority.RegistrationException when there are no keys, now or for good
     */
    static TransportBundle askAgain(NodeConfig config, Runnable asked) {
        return new Registration(
                new NodeAuthorities(config).transportController().orElseThrow(), Registration.PATIENCE, asked, _ -> {})
                .ask(question(config));
    }

    private static Question<TransportBundle> question(NodeConfig config) {
        return new Question<>() {
            @Override
            public Ask.Join ask() {
                return new Ask.Join(config.groupName(), Blob.EMPTY);
            }

            @Override
            public TransportBundle keys(Blob bundle) {
                return new TransportBundleFile().decode("transport keys", bundle.copy());
            }
        };
    }

    /**
     * All transport keys of the node; the caller erases them. From an authority they come over TLS, which may take up to a minute
     * ({@link Registration#PATIENCE}).
     *
     * @param warnings told what is odd and does not hinder
     * @throws io.trackmc.keys.transport.file.KeyFileException when the file cannot be read, or is no such bundle
     * @throws io.trackmc.net.authority.RegistrationException when the authority gives no keys, or does not answer in that time
     */
    TransportBundle transportKeys(NodeConfig config, Consumer<String> warnings);
}
