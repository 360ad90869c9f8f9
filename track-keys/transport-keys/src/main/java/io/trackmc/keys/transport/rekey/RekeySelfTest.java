package io.trackmc.keys.transport.rekey;

import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.bundle.TransportBundleFile;
import io.trackmc.keys.transport.hop.NodeHopKeys;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.wire.RekeyPart;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * Applies a rekey whose outcome is known, of a group that exists nowhere, with the code of real members: signature, hashes, key wrap and derivations.
 *
 * <p>A node does this before it starts, for two reasons. A cryptography that computes something else on this machine is found before it loses keys. And
 * the code has been loaded when the first rekey comes: unloaded, its verification takes a tenth of a second and more of a node's thread, at all nodes of a
 * machine at the same moment, which is long enough for children to miss their parent.
 */
public final class RekeySelfTest {

    private static final String BUNDLE = "known-bundle.json";
    private static final String REKEY = "known-rekey.txt";
    private static final Incarnation RUN = new Incarnation(1, 1);

    private static boolean passed;

    private RekeySelfTest() {}

    /** Does nothing when it has been done in this process. Any thread. */
    public static synchronized void require() {
        if (!passed) {
            requireApplied(read(BUNDLE), new String(read(REKEY), StandardCharsets.US_ASCII).lines().toList());
            passed = true;
        }
    }

    /**
     * Applies a rekey of any group.
     *
     * @param bundle of a receiver, as in a file
     * @param parts header and chunks, as hexadecimal digits
     * @throws IllegalStateException when that fails
     */
    public static void requireApplied(byte[] bundle, List<String> parts) {
        TransportBundle member = new TransportBundleFile().decode(BUNDLE, bundle);
        NodeHopKeys hopKeys = new NodeHopKeys(member, RUN);
        try {
            LayerRekeys rekeys = TransportRekeys.of(member, hopKeys);
            long before = rekeys.applied();
            for (String part : parts) {
                byte[] inner = HexFormat.of().parseHex(part);
                var _ = RekeyPart.part(inner, 0) == RekeyPart.HEADER_PART
                        ? rekeys.header(inner, 0, inner.length)
                        : rekeys.chunk(inner, 0, inner.length);
            }
            if (rekeys.applied() != before + 1) {
                throw new IllegalStateException(
                        "self-test: a rekey that is known to be good cannot be applied; the cryptography of this JVM ("
                                + System.getProperty("java.vm.version") + ") is broken");
            }
        } finally {
            hopKeys.destroy();
            member.destroy();
        }
    }

    private static byte[] read(String resource) {
        try (InputStream in = RekeySelfTest.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("self-test: " + resource + " is not in the program");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
