package io.trackmc.keys.payload;

import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.keys.transport.registration.Blob;

/** One question of a sender or receiver for its content keys, with a key of its own to which the content authority seals the answer. */
public final class ContentQuestion {

    private final String group;
    private final ContentSeal.Recipient recipient;
    private final ContentSeal.OpeningKey key = ContentSeal.OpeningKey.generate();

    /**
     * For a node.
     *
     * @param group its name
     * @param recipient the node, as its certificate says
     */
    public ContentQuestion(String group, ContentSeal.Recipient recipient) {
        this.group = group;
        this.recipient = recipient;
    }

    /** What goes to the authority. */
    public Ask.Join ask() {
        return new Ask.Join(group, Blob.of(key.publicKey()));
    }

    /**
     * Opens the answer.
     *
     * @throws IllegalArgumentException when it was sealed for another question or node
     * @throws io.trackmc.keys.transport.bundle.BundleException when there are no content keys in it
     */
    public ContentBundle keys(Blob sealed) {
        return new ContentBundleFile().decode("content keys", key.open(recipient, sealed.copy()));
    }
}
