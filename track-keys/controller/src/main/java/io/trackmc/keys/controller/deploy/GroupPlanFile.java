package io.trackmc.keys.controller.deploy;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.VerificationKey;
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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
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
        // Not by entry sets: that of an immutable map looks at all its entries for each.
        if (!before.issued.entrySet().stream().allMatch(e -> e.getValue().equals(issued.get(e.getKey())))) {
            return "another certificate of a node that was added before";
        }
        return plan.faultAsGrowthOf(before.plan);
    }

    /**
     * Writes the file with the owner's signature; on the disk when it returns.
     *
     * @param by key of the group's owner
     */
    public void write(Path file, KeyPair by) {
        SecureFiles.write(file, to -> {
            DigestOutputStream out = new DigestOutputStream(to, Sha256.newDigest());
            JsonText head = new JsonText().field("format", FORMAT).field("group", plan.group()).field("owner", owner)
                    .field("contentKey", HexFormat.of().formatHex(content.verificationKey()))
                    .field("contentSpi", HexFormat.of().toHexDigits(content.nextSpi()))
                    .field("nodes", plan.nodes().size());
            out.write(line(plan.hasHigherIdsBehind()
                    ? head.field("highestId", Integer.toUnsignedLong(plan.highestId())) : head));
            for (GroupPlan.Node node : plan.nodes()) {
                out.write(line(text(node)));
            }
            to.write(PlanSignature.line(by, out.getMessageDigest().digest()));
        });
    }

    /**
     * Reads a plan that is in force, whose file nobody else writes: whoever signed it.
     *
     * @throws KeyFileException with file, line, key, what was found and what is allowed
     */
    public static GroupPlanFile read(Path file) {
        return read(file, (_, _, _) -> {});
    }

    /**
     * Reads a plan that is offered.
     *
     * @param owner who must have signed it, 64 hexadecimal digits; null for the one that it names
     * @throws KeyFileException as {@link #read}, and when it is not signed by that owner
     */
    static GroupPlanFile readSigned(Path file, @Nullable String owner) {
        return read(file, (found, sha256, last) -> {
            if (last == null || !PlanSignature.verifies(VerificationKey.ofHex(owner == null ? found.owner : owner),
                    sha256, last)) {
                throw notSigned(file);
            }
        });
    }

    /** A file that the owner of the group has not signed. */
    static KeyFileException notSigned(Path file) {
        return new KeyFileException(file + ": not signed by the owner of the group");
    }

    private interface Signed {
        void check(GroupPlanFile found, byte[] sha256, @Nullable String last);
    }

    private static GroupPlanFile read(Path file, Signed signed) {
        return SecureFiles.read(file, _ -> {}, (in, _) -> {
            PlanLines lines = new PlanLines(file, in);
            MessageDigest digest = Sha256.newDigest();
            Head head = Head.read(next(lines, digest));
            Nodes nodes = new Nodes();
            for (long number = 0; number < head.count; number++) {
                nodes.add(next(lines, digest));
            }
            byte[] end = lines.next();
            String last = end == null ? null : text(end);
            if ((last != null && !PlanSignature.isOne(last)) || lines.next() != null) {
                throw new KeyFileException(
                        file + ": found more than " + head.count + " nodes, allowed: as many as line 1 says");
            }
            GroupPlanFile found = head.with(file, nodes);
            signed.check(found, digest.digest(), last);
            return found;
        });
    }

    /** The first line. */
    record Head(String group, String owner, RekeyAnchor content, long count, int highestId) {

        static Head read(StrictObject in) {
            String format = in.string("format");
            if (!format.equals(FORMAT)) {
                throw in.wrong("format", "\"" + format + "\"", "\"" + FORMAT + "\"");
            }
            String group = in.string("group", Member.NAME, Member.NAME_ALLOWED);
            String owner = in.string("owner", HASH, HASH_ALLOWED);
            byte[] contentKey = HexFormat.of().parseHex(in.string("contentKey", HASH, HASH_ALLOWED));
            int contentSpi = (int) in.hex("contentSpi", 8);
            if (contentSpi == 0) {
                throw in.wrong("contentSpi", "\"00000000\"", "any but 0: an SPI is not 0");
            }
            long count = in.integer("nodes", 1, Roster.MAX_MEMBERS);
            int highestId = in.has("highestId") ? in.nodeId("highestId") : 0;
            in.end();
            return new Head(group, owner, new RekeyAnchor(KeyLayer.CONTENT.authority(), contentKey, 0,
                    new byte[RekeyAnchor.LENGTH], contentSpi), count, highestId);
        }

        GroupPlanFile with(Path file, Nodes nodes) {
            try {
                return new GroupPlanFile(new GroupPlan(group, nodes.nodes, highestId), owner, content, nodes.keys,
                        nodes.issued);
            } catch (IllegalArgumentException e) {
                throw new KeyFileException(
                        file + ": found " + e.getMessage() + ", allowed: a tree under one sender", e);
            }
        }
    }

    /** The other lines. */
    static final class Nodes {

        private final List<GroupPlan.Node> nodes = new ArrayList<>();
        private final Map<String, String> keys = new HashMap<>();
        private final Map<String, String> issued = new HashMap<>();

        /** Behind those of another plan. */
        static Nodes behind(GroupPlanFile present) {
            Nodes nodes = new Nodes();
            nodes.nodes.addAll(present.plan.nodes());
            nodes.keys.putAll(present.repairHeadKeys);
            nodes.issued.putAll(present.issued);
            return nodes;
        }

        void add(StrictObject line) {
            nodes.add(node(line, keys, issued));
        }
    }

    private static StrictObject next(PlanLines lines, MessageDigest digest) throws IOException {
        byte[] line = lines.next();
        if (line == null) {
            throw new KeyFileException(
                    lines.place() + ": found the end, allowed: as many nodes as line 1 says");
        }
        digest.update(line);
        digest.update((byte) '\n');
        return parse(lines.place(), line);
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

    /**
     * A line as JSON.
     *
     * @param place of it, for messages
     */
    static StrictObject parse(String place, byte[] line) {
        try {
            return new StrictObject(place, ConfigFactory
                    .parseString(new String(line, StandardCharsets.UTF_8),
                            ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON))
                    .root(), KeyFileException::new);
        } catch (ConfigException | StackOverflowError _) { // The parser calls itself for each object in another.
            throw new KeyFileException(place + ": not JSON, allowed: one object on each line");
        }
    }

    /** A line as text. */
    static String text(byte[] line) {
        return new String(line, StandardCharsets.UTF_8);
    }
}
