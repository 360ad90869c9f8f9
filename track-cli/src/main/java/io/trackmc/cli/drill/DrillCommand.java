package io.trackmc.cli.drill;

import io.trackmc.cli.drill.serve.DrillServeCommand;
import picocli.CommandLine.Command;

/** {@code track drill}: the group of the commands about drills. */
@Command(
        name = "drill", sortOptions = false,
        header = "Fail-over drills with stated promises.",
        description = "Lets things go wrong on purpose, as a file says, and measures whether what the file promises holds.",
        commandListHeading = "%nCommands:%n",
        subcommands = {DrillListCommand.class, DrillRunCommand.class, DrillServeCommand.class,
            DrillOperatorCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {"  track drill list", "  track drill run kill-rh", "  track drill run my-drill.conf --seed 7"})
public final class DrillCommand {}
