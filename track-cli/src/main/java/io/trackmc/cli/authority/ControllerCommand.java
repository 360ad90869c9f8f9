package io.trackmc.cli.authority;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.controller.deploy.DeploymentFiles;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code track controller}: an authority as a daemon. */
@Command(
        name = "controller", sortOptions = false,
        header = "Runs the transport controller.",
        description = "Runs the transport controller: gives sender, repair heads and receivers the keys that authenticate packets, and changes them when somebody goes."
                + " Goes on until it is interrupted or terminated, which ends it well: exit code 0.",
        footerHeading = "%nExamples:%n",
        footer = {"  track controller --config d/controller.conf",
            "  track controller --config d/controller.conf -Dlisten=10.0.0.1:47100"})
public final class ControllerCommand implements Task {

    @Mixin
    private AuthorityRun authority;

    @Override
    public List<String> fields() {
        return AuthorityRun.FIELDS;
    }

    @Override
    public void run(TaskRun run) throws IOException {
        authority.run(run, KeyLayer.TRANSPORT, DeploymentFiles.TRANSPORT_CONTROLLER);
    }
}
