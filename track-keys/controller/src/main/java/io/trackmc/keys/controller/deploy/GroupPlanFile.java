package io.trackmc.keys.controller.deploy;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.RekeyAnchor;
import io.trackmc.keys.transport.bundle.Roster;
import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.file.StrictObject;
import io.trackmc.keys.transport.key.Sha256;
import io.trackmc.proto.protect.KeyLayer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file in which an authority finds what it must know beyond its keys: one line of JSON about the group, then one for each node
 * (docs/authority-files.md §5).
 *
 * @param plan who may be in the group, and where
 * @param owner public key of the group's owner, 64 hexadecimal digits
 * @param content how the content authority's rekeys are verified, from the first
 * @param repairHeadKeys SHA-256 of the SubjectPublicKeyInfo of each repair head, by name
 * @param issued SHA-256 of the certificate of each node that was added later, by name
 */
public record GroupPlanFile(GroupPlan plan, String owner, RekeyAnchor content, Map<String, String> repairHeadKeys,
        Map<String, String> issued) {

    /** Its name in the authority's directory. */
    public static final String NAME = "group.plan";

    private static final String FORMAT = "track-group-plan-1";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final String HASH_ALLOWED = "64 hexadecimal digits";
    private static final long MAX_REGION = 0xFFFF_FFFFL;

    /** Keeps the maps. */
    public GroupPlanFile {
        repairHeadKeys = Map.copyOf(repairHeadKeys);
        issued = Map.copyOf(issued);
    }

    /** Of a group to which nobody was added yet. */
    public GroupPlanFile(GroupPlan plan, String owner, RekeyAnchor content, Map<String, String> repairHeadKeys) {
        this(plan, owner, content, repairHeadKeys, Map.of());
    }

    /**
     * Whether this is another plan with more receivers, and nothing else is different: all that an authority takes over while it runs.
     *
     * @return why not; null when it is
     */
    public @Nullable String faultAsGrowthOf(GroupPlanFile before) {
        if (!plan.group().equals(before.plan.group()) || !owner.equals(before.owner)
                || !content.equals(before.content) || !repairHeadKeys.equals(before.repairHeadKeys)) {
            return "another group, owner or repair head than before";
        }
        if (!issued.entrySet().containsAll(before.issued.entrySet())) {
            return "another certificate of a node that was added before";
        }
        return plan.faultAsGrowthOf(before.plan);
    }

    /** Writes the file; on the disk when it returns. */
    public void write(Path file) {
        SecureFiles.write(file, out -> {
            JsonText head = new JsonText().field("format", FORMAT).field("group", plan.group()).field("owner", owner)
                    .field("contentKey", HexFormat.of().formatHex(content.verificationKey()))
                    .field("contentSpi", HexFormat.of().toHexDigits(content.nextSpi()))
                    .field("nodes", plan.nodes().size());
            out.write(line(plan.hasHigherIdsBehind()
                    ? head.field("highestId", Integer.toUnsignedLong(plan.highestId())) : head));
            for (GroupPlan.Node node : plan.nodes()) {
                out.write(line(text(node)));
            }
        });
    }

    /**
     * Reads a file.
     *
     * @throws KeyFileException with file, line, key, what was found and what is allowed
     */
    public static GroupPlanFile read(Path file) {
        return readHashed(file).file();
    }

    /**
     * What was read.
     *
     * @param sha256 of the very bytes that were read, 64 hexadecimal digits
     */
    public record Hashed(GroupPlanFile file, String sha256) {}

    /**
     * Reads a file once, and tells the hash of what it read.
     *
     * @throws KeyFileException as {@link #read}
     */
    public static Hashed readHashed(Path file) {
        return SecureFiles.read(file, _ -> {}, (in, _) -> {
            DigestInputStream digesting = new DigestInputStream(in, Sha256.newDigest());
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(digesting, StandardCharsets.UTF_8))) {
                GroupPlanFile found = read(file, new PlanLines(file, lines));
                return new Hashed(found, HexFormat.of().formatHex(digesting.getMessageDigest().digest()));
            }
        });
    }

    private static GroupPlanFile read(Path file, PlanLines lines) throws IOException {
        StrictObject head = parse(file, lines);
        String format = head.string("format");
        if (!format.equals(FORMAT)) {
            throw head.wrong("format", "\"" + format + "\"", "\"" + FORMAT + "\"");
        }
        String group = head.string("group", Member.NAME, Member.NAME_ALLOWED);
        String owner = head.string("owner", HASH, HASH_ALLOWED);
        byte[] contentKey = HexFormat.of().parseHex(head.string("contentKey", HASH, HASH_ALLOWED));
        int contentSpi = (int) head.hex("contentSpi", 8);
        long count = head.integer("nodes", 1, Roster.MAX_MEMBERS);
        int highestId = head.has("highestId") ? head.nodeId("highestId") : 0;
        head.end();
        List<GroupPlan.Node> nodes = new ArrayList<>();
        Map<String, String> keys = new HashMap<>();
        Map<String, String> issued = new HashMap<>();
        for (long number = 0; number < count; number++) {
            nodes.add(node(parse(file, lines), keys, issued));
        }
        if (lines.next() != null) {
            throw new KeyFileException(file + ": found more than " + count + " nodes, allowed: as many as line 1 says");
        }
        try {
            RekeyAnchor content = new RekeyAnchor(KeyLayer.CONTENT.authority(), contentKey, 0,
                    new byte[RekeyAnchor.LENGTH], contentSpi);
            return new GroupPlanFile(new GroupPlan(group, nodes, highestId), owner, content, keys, issued);
        } catch (IllegalArgumentException e) {
            throw new KeyFileException(
                    file + ": found " + e.getMessage() + ", allowed: a tree under one sender, and an SPI", e);
        }
    }

    private static GroupPlan.Node node(StrictObject in, Map<String, String> keys, Map<String, String> issued) {
        Member member = new Member(in.nodeId("id"), in.string("name", Member.NAME, Member.NAME_ALLOWED),
                in.oneOf("role", NodeRole.class, NodeRole::text));
        Integer region = in.has("region") ? (Integer) (int) in.integer("region", 0, MAX_REGION) : null;
        List<String> parents = in.strings("parents");
        if (in.has("key")) {
            keys.put(member.name(), in.string("key", HASH, HASH_ALLOWED));
        }
        if (in.has("certificate")) {
            issued.put(member.name(), in.string("certificate", HASH, HASH_ALLOWED));
        }
        String tenant = in.has("tenant") ? in.string("tenant", Member.NAME, Member.NAME_ALLOWED) : null;
        in.end();
        return new GroupPlan.Node(member, region, parents, tenant);
    }

    private JsonText text(GroupPlan.Node node) {
        JsonText out = new JsonText().field("id", Integer.toUnsignedLong(node.id())).field("name", node.name())
                .field("role", node.role().text());
        if (node.region() != null) {
            out.field("region", Integer.toUnsignedLong(node.region()));
        }
        out.texts("parents", node.parents());
        if (node.tenant() != null) {
            out.field("tenant", node.tenant());
        }
        String key = repairHeadKeys.get(node.name());
        if (key != null) {
            out.field("key", key);
        }
        String certificate = issued.get(node.name());
        return certificate == null ? out : out.field("certificate", certificate);
    }

    private static byte[] line(JsonText text) {
        return (text.oneLine() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static StrictObject parse(Path file, PlanLines lines) throws IOException {
        String line = lines.next();
        String place = file + ":" + lines.number();
        if (line == null) {
            throw new KeyFileException(place + ": found the end, allowed: as many nodes as line 1 says");
        }
        try {
            return new StrictObject(place, ConfigFactory
                    .parseString(line, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON)).root(),
                    KeyFileException::new);
        } catch (ConfigException | StackOverflowError _) { // The parser calls itself for each object in another.
            throw new KeyFileException(place + ": not JSON, allowed: one object on each line");
        }
    }
}
