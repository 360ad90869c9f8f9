package io.trackmc.net.management;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/**
 * The page that draws the live tree: one document with its styles and its program inside, which a browser runs because their hashes are in the policy. It loads
 * nothing but {@code /tree} of the server that it came from.
 */
final class TreePage {

    /** The policy that goes with it. */
    static final String POLICY;

    /** The document. */
    static final String TEXT;

    static {
        String style = resource("tree.css");
        String program = resource("tree.js");
        TEXT = resource("tree.html").replace("/*STYLE*/", style).replace("/*PROGRAM*/", program);
        POLICY = "default-src 'none'; style-src " + hash(style) + "; script-src " + hash(program)
                + "; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private TreePage() {}

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(TreePage.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
