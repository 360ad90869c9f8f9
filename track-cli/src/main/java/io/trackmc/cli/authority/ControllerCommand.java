package io.trackmc.cli.authority;

import io.trackmc.keys.controller.deploy.DeploymentFiles;
import io.trackmc.proto.protect.KeyLayer;
import picocli.CommandLine.Command;

/** {@code track controller}: an authority as a daemon. */
@Command(
        name = "controller", sortOptions = false,
        header = "Runs the transport controller.",
        description = "Runs the transport controller: gives sender, repair heads and receivers the keys that authenticate packets, and changes them when somebody goes."
                + " Runs until SIGTERM, its regular end (exit code 0), or SIGINT (130).",
        footerHeading = "%nExamples:%n",
        footer = {"  track controller --config d/controller.conf",
            "  track controller --config d/controller.conf -Dlisten=10.0.0.1:47100"})
public final class ControllerCommand extends AuthorityCommand {

    /** The command itself; its options come from the command line. */
    public ControllerCommand() {
        super(KeyLayer.TRANSPORT, DeploymentFiles.TRANSPORT_CONTROLLER);
    }
}
