package io.trackmc.keys.controller.plan;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.file.HoconText;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.file.StrictObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads the shape of a tree from a HOCON file.
 *
 * <pre>
 *   nodes {
 *     rh-1       { role = repair-head, parent = sender, address = "10.0.0.2" }
 *     rh-2       { role = repair-head, parent = sender, backups = [rh-1], tenant = acme }
 *     receiver-1 { parent = rh-1 }
 *     receiver-2 { parent = rh-2, backups = [rh-1, sender] }
 *   }
 * </pre>
 *
 * <p>The role is receiver when none is given. The sender need not be named, but may be, to give its address. Backups that are not given
 * are found from the tree; an address that is not given is learnt on the network. A tenant is that of a repair head's region and of all below it.
 */
public final class TreeFile {

    private static final String NODES = "nodes";
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9.:_\\[\\]%-]{1,255}");

    private TreeFile() {}

    /**
     * Reads a file.
     *
     * @throws DeploymentException with one line that names file, line, key, what was found and what is allowed
     */
    public static List<NodeSpec> read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new DeploymentException(file + ": cannot be read: " + SecureFiles.reason(e), e);
        }
    }

    /** Reads what stands in a file of that name. */
    static List<NodeSpec> parse(String file, String text) {
        StrictObject root = new StrictObject(file, HoconText.parse(file, text, DeploymentException::new).root(),
                DeploymentException::new);
        StrictObject nodes = root.object(NODES);
        root.end();
        refuseSecondBlocks(file, text);
        List<NodeSpec> specs = new ArrayList<>();
        for (String name : nodes.keys()) {
            specs.add(readNode(nodes, name));
        }
        if (specs.stream().noneMatch(s -> s.name().equals(NodeSpec.SENDER))) {
            specs.addFirst(NodeSpec.sender());
        }
        TreeFault fault = TreeRules.firstFault(specs);
        if (fault != null) {
            throw nodes.object(fault.node()).wrong(fault.key(), fault.found(), fault.allowed());
        }
        return specs;
    }

    /** The parser would merge two blocks of one name without a word. */
    private static void refuseSecondBlocks(String file, String text) {
        BlockScanner.SecondBlock second = BlockScanner.firstSecondBlock(text, NODES);
        if (second != null) {
            throw new DeploymentException(file + ":" + second.line() + ": key \"" + NODES + "." + second.name()
                    + "\": found a second block of that name, allowed: one block for each node");
        }
    }

    private static NodeSpec readNode(StrictObject nodes, String name) {
        if (!Member.NAME.matcher(name).matches()) {
            throw nodes.wrong(name, "that name", Member.NAME_ALLOWED);
        }
        StrictObject in = nodes.object(name);
        boolean isSender = name.equals(NodeSpec.SENDER);
        NodeRole role = in.has("role") ? in.oneOf("role", NodeRole.class, NodeRole::text)
                : isSender ? NodeRole.SENDER : NodeRole.RECEIVER;
        NodeSpec spec = new NodeSpec(name, role,
                in.has("parent") || !isSender ? in.string("parent") : null,
                in.has("backups") ? in.strings("backups") : null,
                in.has("address") ? in.string("address", ADDRESS, "host, host:port or [IPv6]:port") : null,
                in.has("tenant") ? in.string("tenant", Member.NAME, Member.NAME_ALLOWED) : null);
        in.end();
        return spec;
    }
}
