package io.trackmc.keys.transport.bundle;

import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.keys.transport.file.StrictObject;
import io.trackmc.keys.transport.key.KeyEncryptionKey;
import io.trackmc.keys.transport.key.KeyTreeKind;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The section of a bundle that says how rekeys are followed; the same in transport and content bundles. */
public final class RekeySection {

    private static final long MAX_U32 = 0xFFFF_FFFFL;
    private static final int SPI_DIGITS = 8;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private RekeySection() {}

    /** Writes the section; nothing when there is none. */
    public static void write(JsonText out, String key, @Nullable RekeyState state) {
        if (state != null) {
            out.object(key, o -> writeState(o, state));
        }
    }

    /** Reads the section, if it is there. */
    public static @Nullable RekeyState read(StrictObject bundle, String key) {
        StrictObject in = bundle.objectIfPresent(key);
        if (in == null) {
            return null;
        }
        RekeyState state = new RekeyState(readAnchor(in),
                in.objects("regionPath").stream().map(RekeySection::readStep).toList(),
                in.objects("keys").stream().map(RekeySection::readKey).toList(),
                in.has("interiorLeaf") ? leaf(in, "interiorLeaf") : RekeyState.NO_LEAF);
        in.end();
        return state;
    }

    static void writeAnchor(JsonText out, String key, @Nullable RekeyAnchor anchor) {
        if (anchor != null) {
            out.object(key, o -> write(o, anchor));
        }
    }

    static @Nullable RekeyAnchor readAnchor(StrictObject bundle, String key) {
        StrictObject in = bundle.objectIfPresent(key);
        if (in == null) {
            return null;
        }
        RekeyAnchor anchor = readAnchor(in);
        in.end();
        return anchor;
    }

    private static void writeState(JsonText out, RekeyState state) {
        write(out, state.anchor());
        out.objects("regionPath", state.path(),
                (o, step) -> o.field("region", Integer.toUnsignedLong(step.region())).field("leaf", step.leaf()));
        out.objects("keys", state.keys(), (o, key) -> o.field("tree", key.tree().text())
                .field("region", Integer.toUnsignedLong(key.region())).field("level", key.level())
                .field("index", key.index()).field("key", BundleFile.text(key.key())));
        if (state.interiorLeaf() != RekeyState.NO_LEAF) {
            out.field("interiorLeaf", state.interiorLeaf());
        }
    }

    private static void write(JsonText out, RekeyAnchor anchor) {
        out.field("authority", Integer.toUnsignedLong(anchor.authority()))
                .field("verificationKey", Base64.getEncoder().encodeToString(anchor.verificationKey()))
                .field("sequence", anchor.sequence())
                .field("previousHash", HexFormat.of().formatHex(anchor.previousHash()))
                .field("nextSpi", BundleFile.hex(Integer.toUnsignedLong(anchor.nextSpi()), SPI_DIGITS));
    }

    private static RekeyAnchor readAnchor(StrictObject in) {
        return new RekeyAnchor(in.nodeId("authority"), in.secret("verificationKey", RekeyAnchor.LENGTH),
                in.integer("sequence", 0, Long.MAX_VALUE),
                HexFormat.of().parseHex(in.string("previousHash", HASH, "64 lower-case hexadecimal digits")),
                (int) in.hex("nextSpi", SPI_DIGITS));
    }

    private static PathStep readStep(StrictObject in) {
        PathStep step = new PathStep((int) in.integer("region", 0, MAX_U32), leaf(in, "leaf"));
        in.end();
        return step;
    }

    private static PathKey readKey(StrictObject in) {
        KeyTreeKind tree = in.oneOf("tree", KeyTreeKind.class, KeyTreeKind::text);
        PathKey key = new PathKey(tree, (int) in.integer("region", 0, MAX_U32),
                (int) in.integer("level", 0, tree.height()), leaf(in, "index"),
                BundleFile.secret(in, "key", KeyEncryptionKey::of));
        in.end();
        return key;
    }

    private static int leaf(StrictObject in, String key) {
        return (int) in.integer(key, 0, KeyTreeKind.INTERIOR.leaves() - 1);
    }

    /** What {@code keys inspect} may show of a path: no keys. */
    public static List<String> names(RekeyState state) {
        return state.keys().stream().map(k -> k.tree().text() + "/" + Integer.toUnsignedString(k.region()) + "/"
                + k.level() + "/" + k.index()).toList();
    }
}
