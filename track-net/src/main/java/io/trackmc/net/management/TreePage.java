package io.trackmc.net.management;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The page that draws the live tree: one document with its styles and its programs inside, which a browser runs because their hashes are in the policy. It loads
 * nothing but what the server that it came from tells.
 *
 * @param text the document
 * @param policy that goes with it
 */
record TreePage(String text, String policy) {

    /** The tree. */
    static final TreePage PLAIN = of(List.of("tree.css"), "", List.of("tree.js"));

    /** The tree, and a place where drills are started and watched. */
    static final TreePage WITH_DRILLS = of(List.of("tree.css", "drills.css"), resource("drills.html"),
            List.of("tree.js", "drills.js"));

    private static TreePage of(List<String> styles, String drills, List<String> programs) {
        String text = resource("tree.html").replace("<!--STYLES-->", inside("style", styles))
                .replace("<!--DRILLS-->", drills).replace("<!--PROGRAMS-->", inside("script", programs));
        String policy = "default-src 'none'; style-src " + hashes(styles) + "; script-src " + hashes(programs)
                + "; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return new TreePage(text, policy);
    }

    private static String inside(String element, List<String> resources) {
        return resources.stream().map(name -> "<" + element + ">" + resource(name) + "</" + element + ">")
                .collect(Collectors.joining("\n"));
    }

    private static String hashes(List<String> resources) {
        return resources.stream().map(name -> hash(resource(name))).collect(Collectors.joining(" "));
    }

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
