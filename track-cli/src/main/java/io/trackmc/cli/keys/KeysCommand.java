package io.trackmc.cli.keys;

import picocli.CommandLine.Command;

/** {@code track keys}: the group of the commands about keys. */
@Command(
        name = KeysCommand.NAME, sortOptions = false,
        description = "Makes deployments and certificates, looks at what their files hold, and proves who was given what.",
        commandListHeading = "%nCommands:%n",
        subcommands = {KeysInitCommand.class, KeysAddCommand.class, KeysInspectCommand.class, KeysIssueCommand.class,
            KeysRevokeCommand.class, KeysExpelCommand.class, KeysPolicyCommand.class, KeysRebuildCommand.class,
            AuditCommand.class, KeysProveCommand.class, KeysCountersignCommand.class, KeysVerifyCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {"  track keys init --dir d --group news --receivers 2",
            "  track keys inspect d/rh-1/transport.bundle",
            "  track keys prove --dir d --node rh-1 --out rh-1.statement"})
public final class KeysCommand {

    /** Its word on the command line. */
    public static final String NAME = "keys";
}
