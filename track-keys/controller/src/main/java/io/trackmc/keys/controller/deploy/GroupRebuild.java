package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.policy.PolicyToken;
import io.trackmc.keys.controller.policy.SignedPolicy;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.incarnation.StateLock;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Begins a group anew when a key of an authority is lost, or somebody else may have it: both authorities with new CAs, keys, key stores and
 * logs under a new group id, and for every node of the plan a new identity and new bundles. Configurations stay as they are; they
 * hold no keys. Nothing of the old group opens, or is taken for, anything of the new one.
 *
 * <p>It is both authorities even if one has lost its keys, because a log countersigns those of one other key and group only, and a
 * proof over logs that two keys have signed would be none.
 */
public final class GroupRebuild {

    private final Path deployment;
    private final AuthorityDirectory files;
    private final Consumer<String> warnings;
    private final SecureRandom random;
    private final InstantSource clock;
    private final RebuildStage stage;

    /**
     * What was done.
     *
     * @param gid of the new group, 16 digits
     * @param edition of its policy
     * @param nodes names of its nodes
     * @param leftOut nodes of the old one that are not in it
     * @param statements nodes of the old one about which a last statement was made
     * @param retired where the public files of the old one are
     */
    public record Rebuilt(String gid, long edition, List<String> nodes, List<String> leftOut, List<String> statements,
            Path retired) {

        /** Keeps the lists. */
        public Rebuilt {
            nodes = List.copyOf(nodes);
            leftOut = List.copyOf(leftOut);
            statements = List.copyOf(statements);
        }
    }

    /**
     * Of a deployment, on the machine that has all of it.
     *
     * @param warnings told in one line what of the old group cannot be read or proved
     */
    public GroupRebuild(Path deployment, Consumer<String> warnings, SecureRandom random, InstantSource clock) {
        this(deployment, warnings, random, clock, _ -> {});
    }

    GroupRebuild(Path deployment, Consumer<String> warnings, SecureRandom random, InstantSource clock,
            Consumer<Path> beforeEach) {
        this.deployment = deployment;
        this.warnings = warnings;
        this.random = random;
        this.clock = clock;
        files = new AuthorityDirectory(deployment.resolve(DeploymentFiles.AUTHORITIES));
        stage = new RebuildStage(deployment, beforeEach);
        if (!Files.isDirectory(files.path())) {
            throw new DeploymentException(files.path() + ": no such directory, allowed: that of a deployment");
        }
    }

    /** Whether an earlier rebuild was cut off when the new group was whole already: {@link #finish} and nothing else. */
    public boolean isUnfinished() {
        return RebuildStage.isUnfinished(files.path());
    }

    /**
     * Goes on where an earlier one was cut off.
     *
     * @return where the public files of the old group are
     */
    public Path finish() {
        Held held = hold();
        try {
            return stage.finish();
        } finally {
            held.close();
        }
    }

    /**
     * Does all of it.
     *
     * @param without nodes that are to be left out, besides those that are expelled
     * @param newOwner whether the owner's key was lost or stolen too
     * @throws DeploymentException when there is no such node, or the sender or all parents of a node are left out; nothing is changed then
     */
    public Rebuilt run(Set<String> without, boolean newOwner) {
        Held held = hold();
        try {
            if (isUnfinished()) {
                throw new DeploymentException(
                        files.path() + ": a rebuild was interrupted, allowed: to finish it first");
            }
            OldGroup old = OldGroup.read(files, warnings);
            Set<String> leftOut = new TreeSet<>(without);
            leftOut.addAll(old.expelled());
            old.revoked().stream().filter(leftOut::add)
                    .forEach(node -> warnings.accept(node + ": its certificate was revoked, and it is left out"));
            GroupPlan plan = old.plan().plan().without(leftOut);
            KeyPair owner = newOwner ? KeyPair.generate(random) : files.ownerKey(warnings);
            PolicyToken before = old.policy();
            ConfiguredStores.warn(deployment, files, warnings);
            stage.begin();
            List<String> statements = old.proveForTheLastTime(stage.retired(), clock);
            new GroupFiles(stage.nodes(), stage.authorities(), plan, old.operators(), random, clock.instant())
                    .write(owner, (gid, authorities, nodes) -> SignedPolicy
                            .sign(before.inGroup(gid, old.renamed(authorities, nodes)).with(plan.tenants()), owner));
            leftOut.forEach(node -> SecureFiles.createDirectory(stage.nodes().resolve(node)));
            stage.commit();
            Path retired = stage.finish();
            return new Rebuilt(HexFormat.of().toHexDigits(files.gid(KeyLayer.TRANSPORT)), before.edition() + 1,
                    plan.nodes().stream().map(GroupPlan.Node::name).toList(), List.copyOf(leftOut), statements,
                    retired);
        } finally {
            held.close();
        }
    }

    /** No other command of the owner, and no authority of the old group, may run meanwhile. */
    private record Held(List<Runnable> locks) {

        void close() {
            locks.reversed().forEach(Runnable::run);
        }
    }

    private Held hold() {
        List<Runnable> locks = new ArrayList<>();
        Held held = new Held(locks);
        try {
            locks.add(OwnerLock.takeToRebuild(files)::close);
            for (KeyLayer layer : KeyLayer.values()) {
                locks.add(StateLock.take(files.own(layer), "an authority that runs; stop it first")::close);
            }
            return held;
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }
}
