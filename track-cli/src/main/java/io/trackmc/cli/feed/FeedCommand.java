package io.trackmc.cli.feed;

import picocli.CommandLine.Command;

/** {@code track feed}: the group of the commands about feeds that need no network, and of the trial of a whole day. */
@Command(
        name = "feed", sortOptions = false,
        description = "Makes ITCH files, reads them and what subscribers share, and tries a whole trading day.",
        commandListHeading = "%nCommands:%n",
        subcommands = {FeedGenerateCommand.class, FeedBooksCommand.class, FeedReadCommand.class, FeedDayCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {"  track feed generate --messages 1000000 --seed 1 --out day.itch",
            "  track feed books day.itch",
            "  track feed day --messages 200000"})
public final class FeedCommand {}
