package io.trackmc.keys.payload;

import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.keys.transport.registration.Blob;
import io.trackmc.keys.transport.registration.Question;

/** One question of a sender or receiver for its content keys, with a key of its own to which the content authority seals the answer. */
public final class ContentQuestion implements Question<ContentBundle> {

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

    /**
     * For a node, told in words.
     *
     * @param group its name
     * @param certificateSha256 of the node's certificate, hexadecimal digits
     * @param roleOid of its certificate
     */
    public static ContentQuestion of(String group, long gid, int node, String certificateSha256, String roleOid) {
        return new ContentQuestion(group, new ContentSeal.Recipient(gid, node, certificateSha256, roleOid));
    }

    @Override
    public Ask.Join ask() {
        return new Ask.Join(group, Blob.of(key.publicKey()));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException when it was sealed for another question or node
     * @throws io.trackmc.keys.transport.bundle.BundleException when there are no content keys in it
     */
    @Override
    public ContentBundle keys(Blob sealed) {
        return new ContentBundleFile().decode("content keys", key.open(recipient, sealed.copy()));
    }
}
