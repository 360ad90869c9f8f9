package io.trackmc.cli.drill.deployment;

import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.TaskException;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.sim.drill.DrillTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the tree of a deployment is asked for: at its sender and at its repair heads. Of receivers their parents know all that is shown. */
public final class TreePlaces {

    private final Deployment deployment;

    private TreePlaces(Deployment deployment) {
        this.deployment = deployment;
    }

    /**
     * Those of a deployment's file.
     *
     * @throws io.trackmc.keys.transport.file.KeyFileException when it is wrong
     */
    public static TreePlaces of(Path file) {
        return new TreePlaces(DeploymentFile.read(file));
    }

    /** Their management addresses, with what it takes to ask there. */
    public List<NodeConfig.Below> below() {
        return deployment.processes().values().stream()
                .filter(process -> process.role().equals(DrillTree.SENDER_NAME) || process.role().startsWith("rh-"))
                .map(DeployedProcess::place)
                .map(place -> new NodeConfig.Below(place.url(), place.tokenFile(), place.certificate())).toList();
    }

    /**
     * Whoever may start drills shall not have what gives orders to nodes themselves, past the blast radius.
     *
     * @param tokenFile of the page
     * @throws TaskException when a node has the same token, or a file cannot be read
     */
    public void requireOtherToken(Path tokenFile) {
        String token = token(tokenFile);
        for (DeployedProcess process : deployment.processes().values()) {
            if (token.equals(token(process.place().tokenFile()))) {
                throw TaskException.usage("--token-file: found the token of " + process.name()
                        + ", allowed: another one; who has that can order more than the blast radius allows");
            }
        }
    }

    private static String token(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw TaskException.usage(file + ": " + Fault.text(e), e);
        }
    }
}
