package io.trackmc.repairhead;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The repair-head appliance's main program, started from a class path that holds no payload keys. */
@Command(
        name = "track repair-head", mixinStandardHelpOptions = true,
        description = "Relays, repairs and aggregates for one region of the tree.")
public final class RepairHeadMain implements Runnable {

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "This node's configuration.")
    private String config = "";

    private RepairHeadMain() {}

    /** Runs the appliance until it is told to stop, then exits. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new RepairHeadMain()).execute(args));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(new CommandLine(this), config + ": repair-head is not built yet");
    }
}
