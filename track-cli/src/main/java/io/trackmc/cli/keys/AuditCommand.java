package io.trackmc.cli.keys;

import picocli.CommandLine.Command;

/** {@code track keys audit}: the group of the commands about the authorities' logs. */
@Command(
        name = "audit", sortOptions = false,
        header = "Checks the logs of authorities.",
        description = "Checks the logs of authorities.",
        commandListHeading = "%nCommands:%n",
        subcommands = {AuditVerifyCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {"  track keys audit verify d"})
public final class AuditCommand {}
