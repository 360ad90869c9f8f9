package io.trackmc.cli.authority;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.controller.deploy.DeploymentFiles;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code track content-authority}: an authority as a daemon. */
@Command(
        name = "content-authority", sortOptions = false,
        header = "Runs the content authority.",
        description = "Runs the content authority: gives sender and receivers the keys that open content, and changes them when somebody goes. Repair heads get none."
                + " Goes on until it is interrupted or terminated, which ends it well: exit code 0.",
        footerHeading = "%nExamples:%n",
        footer = {"  track content-authority --config d/content-authority.conf",
            "  track content-authority --config d/content-authority.conf -Dlisten=10.0.0.1:47100"})
public final class ContentAuthorityCommand implements Task {

    @Mixin
    private AuthorityRun authority;

    @Override
    public List<String> fields() {
        return AuthorityRun.FIELDS;
    }

    @Override
    public void run(TaskRun run) throws IOException {
        authority.run(run, KeyLayer.CONTENT, DeploymentFiles.CONTENT_AUTHORITY);
    }
}
