package io.trackmc.keys.controller.inspect;

import com.typesafe.config.ConfigObject;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentBundleFile;
import io.trackmc.keys.transport.bundle.BundleException;
import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.OwnRegion;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.RekeyAnchor;
import io.trackmc.keys.transport.bundle.RekeySection;
import io.trackmc.keys.transport.bundle.RekeyState;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.bundle.TransportBundleFile;
import io.trackmc.keys.transport.file.ChecksummedJson;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.key.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells what a bundle, certificate or key file holds: everything but secrets, of which it shows fingerprints. */
public final class BundleInspector {

    private static final String KINDS = "a transport bundle, content bundle, certificate or private key";

    private BundleInspector() {}

    /**
     * Looks at a file.
     *
     * @param warnings told in one line when others than the owner may read secrets
     * @throws BundleException when it cannot be read, is damaged, or is no key file
     */
    public static Inspection inspect(Path file, Consumer<String> warnings) {
        byte[] bytes;
        try {
            bytes = SecureFiles.read(file, _ -> {});
        } catch (KeyFileException e) {
            throw new BundleException(e.getMessage(), e);
        }
        String start = new String(bytes, 0, Math.min(bytes.length, 64), StandardCharsets.ISO_8859_1);
        if (start.startsWith("-----BEGIN CERTIFICATE-----")) {
            return CertificateFacts.of(file.toString(), bytes);
        }
        if (start.startsWith("-----BEGIN PRIVATE KEY-----")) {
            SecureFiles.read(file, warnings);
            return new Inspection("private key", Map.of("shown", "nothing"));
        }
        if (!start.startsWith("{")) {
            throw new BundleException(file + ": found something else, allowed: " + KINDS);
        }
        return inspectBundle(file, bytes, warnings);
    }

    private static Inspection inspectBundle(Path file, byte[] bytes, Consumer<String> warnings) {
        return switch (format(file, bytes)) {
            case TransportBundleFile.FORMAT -> new Inspection("transport bundle",
                    transport(new TransportBundleFile().read(file, warnings)));
            case ContentBundleFile.FORMAT -> new Inspection("content bundle",
                    content(new ContentBundleFile().read(file, warnings)));
            default -> throw new BundleException(file + ": found another format, allowed: " + KINDS);
        };
    }

    private static String format(Path file, byte[] bytes) {
        try {
            ConfigObject object = ChecksummedJson.read(file.toString(), bytes);
            return object.containsKey("format") ? String.valueOf(object.get("format").unwrapped()) : "";
        } catch (KeyFileException e) {
            throw new BundleException(e.getMessage(), e);
        }
    }

    private static Map<String, Object> transport(TransportBundle bundle) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("group", bundle.groupName());
        facts.put("groupId", String.format("%016x", bundle.gid()));
        facts.put("node", member(bundle.self()));
        facts.put("source", Integer.toUnsignedLong(bundle.sourceId()));
        facts.put("activeEpoch", bundle.activeEpoch());
        facts.put("epochs", bundle.epochs().stream().map(e -> orderedMap("epoch", e.epoch(), "spi",
                spi(e.spi()), "groupAuthKey", Fingerprint.of(e.key()))).toList());
        if (bundle.interiorSecret() != null) {
            facts.put("interiorSecret", Fingerprint.of(bundle.interiorSecret()));
        }
        if (bundle.ownRegion() != null) {
            facts.put("region", region(bundle.ownRegion()));
        }
        facts.put("parents", bundle.parents().stream().map(BundleInspector::parent).toList());
        facts.put("roster", bundle.roster().stream().map(BundleInspector::member).toList());
        if (!bundle.expelled().isEmpty()) {
            facts.put("expelled", List.copyOf(bundle.expelled().stream().map(Integer::toUnsignedLong).toList()));
        }
        putRekey(facts, bundle.rekey());
        if (bundle.contentRekey() != null) {
            facts.put("contentRekey", anchor(bundle.contentRekey()));
        }
        facts.put("groupDataKey", "none: a transport bundle cannot hold one");
        bundle.destroy();
        return facts;
    }

    private static Map<String, Object> content(ContentBundle bundle) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("group", bundle.groupName());
        facts.put("groupId", String.format("%016x", bundle.gid()));
        facts.put("activeEpoch", bundle.activeEpoch());
        facts.put("epochs", bundle.epochs().stream().map(e -> orderedMap("epoch", e.epoch(), "contentSpi",
                spi(e.spi()), "groupDataKey", Fingerprint.of(e.key()))).toList());
        facts.put("sources", List.copyOf(bundle.sources().stream().map(Integer::toUnsignedLong).toList()));
        putRekey(facts, bundle.rekey());
        bundle.destroy();
        return facts;
    }

    private static Map<String, Object> member(Member member) {
        return orderedMap("id", Integer.toUnsignedLong(member.id()), "name", member.name(), "role",
                member.role().text());
    }

    private static Map<String, Object> region(OwnRegion region) {
        return orderedMap("id", Integer.toUnsignedLong(region.id()), "leaves", region.hasLeaves(), "regionSecret",
                Fingerprint.of(region.secret()), "bindMaster", Fingerprint.of(region.bindMaster()));
    }

    private static Map<String, Object> parent(ParentSecrets parent) {
        return orderedMap("id", Integer.toUnsignedLong(parent.id()), "region",
                Integer.toUnsignedLong(parent.region()), "leaves", parent.hasLeaves(), "regionSecret",
                parent.regionSecret() == null ? "none: another tenant's region" : Fingerprint.of(parent.regionSecret()),
                "bindKey", Fingerprint.of(parent.bindKey()));
    }

    /** Where the node is in the key trees and which keys it has there; of the keys themselves nothing. */
    private static void putRekey(Map<String, Object> facts, @Nullable RekeyState state) {
        if (state == null) {
            return;
        }
        Map<String, Object> rekey = anchor(state.anchor());
        rekey.put("regionPath", state.path().stream()
                .map(step -> orderedMap("region", Integer.toUnsignedLong(step.region()), "leaf", step.leaf()))
                .toList());
        rekey.put("keys", RekeySection.names(state));
        if (state.interiorLeaf() != RekeyState.NO_LEAF) {
            rekey.put("interiorLeaf", state.interiorLeaf());
        }
        facts.put("rekey", rekey);
    }

    private static Map<String, Object> anchor(RekeyAnchor anchor) {
        return orderedMap("authority", Integer.toUnsignedLong(anchor.authority()), "verificationKey",
                start(Sha256.newDigest().digest(anchor.verificationKey())), "sequence", anchor.sequence(),
                "previousHash", start(anchor.previousHash()), "nextSpi", spi(anchor.nextSpi()));
    }

    /** The first 16 digits of a hash: enough to compare, and as long as the fingerprints of keys. */
    private static String start(byte[] hash) {
        return HexFormat.of().formatHex(hash, 0, Long.BYTES);
    }

    private static String spi(int spi) {
        return String.format("%08x", spi);
    }

    private static Map<String, Object> orderedMap(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
