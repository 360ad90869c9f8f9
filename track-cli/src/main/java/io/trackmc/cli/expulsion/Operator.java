package io.trackmc.cli.expulsion;

import io.trackmc.cli.task.TaskException;
import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.net.authority.AuthorityClient;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/** Who runs both authorities of a group, and asks them with their own certificates. */
public final class Operator {

    private static final String REASON = "asked for by the operator of a demonstration or a drill";

    private final AuthorityDirectory directory;
    private final String group;
    private final AuthorityPlaces places;

    public Operator(Path deployment, String group, AuthorityPlaces places) {
        this.directory = AuthorityDirectory.of(deployment);
        this.group = group;
        this.places = places;
    }

    /** Shuts a repair head out, which only the transport controller has admitted. */
    public void expelRepairHead(String node, Runnable asking) {
        try (AuthorityClient transport = connect(KeyLayer.TRANSPORT)) {
            asking.run();
            requireDone(KeyLayer.TRANSPORT, transport.ask(new Ask.Expel(group, node, REASON)));
        } catch (IOException | GeneralSecurityException e) {
            throw TaskException.failed("an authority does not answer: " + e.getMessage(), e);
        }
    }

    /**
     * Shuts a receiver out; returns when both rekeys are on their way. Connects before it asks, as somebody who has authorities in view.
     *
     * @param asking called just before the questions are put
     */
    public void expel(String node, Runnable asking) {
        try (AuthorityClient transport = connect(KeyLayer.TRANSPORT);
                AuthorityClient content = connect(KeyLayer.CONTENT)) {
            Ask question = new Ask.Expel(group, node, REASON);
            asking.run();
            transport.tell(question);
            content.tell(question);
            requireDone(KeyLayer.TRANSPORT, transport.receive());
            requireDone(KeyLayer.CONTENT, content.receive());
        } catch (IOException | GeneralSecurityException e) {
            throw TaskException.failed("an authority does not answer: " + e.getMessage(), e);
        }
    }

    private AuthorityClient connect(KeyLayer layer) throws IOException, GeneralSecurityException {
        return OwnAuthority.connect(directory, layer, group,
                layer == KeyLayer.TRANSPORT ? places.transport() : places.content());
    }

    private static void requireDone(KeyLayer layer, Answer answer) {
        if (!(answer instanceof Answer.Done)) {
            throw TaskException.failed(OwnAuthority.name(layer) + " does not expel: " + answer);
        }
    }
}
