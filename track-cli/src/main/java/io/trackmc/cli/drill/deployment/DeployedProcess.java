package io.trackmc.cli.drill.deployment;

import java.util.List;

/**
 * A node or an authority that runs.
 *
 * @param role what drills call it: {@code sender}, {@code rh-1}.., {@code receiver-1}.., {@code transport-controller}, {@code content-authority}
 * @param name what its operators call it
 * @param place where its management address is
 * @param start command that starts it again when it has ended; empty where somebody else does, such as a service manager
 */
record DeployedProcess(String role, String name, ManagementPlace place, List<String> start) {

    DeployedProcess {
        start = List.copyOf(start);
    }
}
