package io.trackmc.cli.keys;

import picocli.CommandLine.Command;

/** {@code track keys audit}: the group of the commands about the authorities' logs. */
@Command(
        name = "audit", sortOptions = false,
        header = "Checks the logs of authorities, and has them sign each other's.",
        description = "Checks the logs of authorities, and has them sign each other's.",
        commandListHeading = "%nCommands:%n",
        subcommands = {AuditVerifyCommand.class, AuditExtractCommand.class, AuditCountersignCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {"  track keys audit verify d", "  track keys audit extract --dir isp --out isp.log"})
public final class AuditCommand {}
