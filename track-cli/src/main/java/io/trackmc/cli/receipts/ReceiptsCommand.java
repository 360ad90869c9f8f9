package io.trackmc.cli.receipts;

import picocli.CommandLine.Command;

/** {@code track receipts}: the group of the commands about receipts. */
@Command(
        name = "receipts", sortOptions = false,
        description = "Checks the receipts that repair heads and senders have signed, and adds them up.",
        commandListHeading = "%nCommands:%n",
        subcommands = {ReceiptsVerifyCommand.class, ReceiptsExportCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {"  track receipts verify d/rh-1/state/receipts --anchor d/authorities/infrastructure-ca.pem",
            "  track receipts export --format csv --by receiver d/sender/state/receipts d/rh-*/state/receipts"})
public final class ReceiptsCommand {}
