package io.trackmc.cli.config;

import picocli.CommandLine.Command;

/** {@code track config}: the group of the commands about configuration files. */
@Command(
        name = "config", sortOptions = false,
        header = "What may stand in configuration files, and what stands in one.",
        description = "Tells what may stand in the configuration files of nodes, appliances and authorities, checks them, and shows what each goes by.",
        commandListHeading = "%nCommands:%n",
        subcommands = {ConfigReferenceCommand.class, ConfigCheckCommand.class, ConfigShowCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {"  track config reference --role receiver", "  track config check d/*.conf",
            "  track config show --config d/rh-1.conf"})
public final class ConfigCommand {}
