package io.trackmc.net.authority;

import io.trackmc.keys.transport.identity.PeerIdentity;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.keys.transport.registration.Frames;
import io.trackmc.keys.transport.registration.MalformedMessageException;
import io.trackmc.net.tls.TlsClient;
import java.io.Closeable;
import java.io.IOException;
import java.security.GeneralSecurityException;

/** A connection to an authority, and to nobody else (see {@link AuthorityPin}). One thread asks, and one may receive. */
public final class AuthorityClient implements Closeable {

    private final TlsClient client;

    private AuthorityClient(TlsClient client) {
        this.client = client;
    }

    /**
     * Connects.
     *
     * @throws IOException when nobody is there, or somebody else
     */
    public static AuthorityClient connect(AuthorityAddress authority) throws IOException {
        TlsClient client = TlsClient.connect(authority.address(), authority.context(), authority.patience(),
                Frames.MAX_ANSWER_BYTES);
        try {
            requirePinned(client, authority);
        } catch (IOException e) {
            client.close();
            throw e;
        }
        return new AuthorityClient(client);
    }

    /** Asks one question on a connection of its own. */
    public static Answer ask(AuthorityAddress authority, Ask ask) throws IOException {
        try (AuthorityClient client = connect(authority)) {
            return client.ask(ask);
        }
    }

    /** Asks and waits for the answer. */
    public Answer ask(Ask ask) throws IOException {
        tell(ask);
        return receive();
    }

    /** Asks without waiting. */
    public void tell(Ask ask) throws IOException {
        client.send(Frames.encode(ask));
    }

    /** Waits for the next answer. */
    public Answer receive() throws IOException {
        try {
            return Frames.answer(client.receive());
        } catch (MalformedMessageException e) {
            throw new IOException("the authority's answer cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    private static void requirePinned(TlsClient client, AuthorityAddress authority) throws IOException {
        try {
            authority.pin().check(PeerIdentity.of(client.peer()));
        } catch (GeneralSecurityException e) {
            throw new IOException(authority.address() + ": found " + e.getMessage(), e);
        }
    }
}
