package io.trackmc.cli.authority;

import io.trackmc.keys.controller.deploy.DeploymentFiles;
import io.trackmc.proto.protect.KeyLayer;
import picocli.CommandLine.Command;

/** {@code track content-authority}: an authority as a daemon. */
@Command(
        name = "content-authority", sortOptions = false,
        header = "Runs the content authority.",
        description = "Runs the content authority: gives sender and receivers the keys that open content, and changes them when somebody goes. Repair heads get none."
                + " Runs until SIGTERM, its regular end (exit code 0), or SIGINT (130).",
        footerHeading = "%nExamples:%n",
        footer = {"  track content-authority --config d/content-authority.conf",
            "  track content-authority --config d/content-authority.conf -Dlisten=10.0.0.1:47101"})
public final class ContentAuthorityCommand extends AuthorityCommand {

    /** The command itself; its options come from the command line. */
    public ContentAuthorityCommand() {
        super(KeyLayer.CONTENT, DeploymentFiles.CONTENT_AUTHORITY);
    }
}
