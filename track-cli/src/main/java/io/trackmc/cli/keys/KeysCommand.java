package io.trackmc.cli.keys;

import picocli.CommandLine.Command;

/** {@code track keys}: the group of the commands about keys. */
@Command(
        name = KeysCommand.NAME, sortOptions = false,
        description = "Makes deployments and looks at what their files hold.",
        commandListHeading = "%nCommands:%n",
        subcommands = {KeysInitCommand.class, KeysInspectCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {"  track keys init --dir d --group news --receivers 2",
            "  track keys inspect d/rh-1/transport.bundle"})
public final class KeysCommand {

    /** Its word on the command line. */
    public static final String NAME = "keys";
}
