package io.trackmc.cli.drill.deployment;

import io.trackmc.cli.task.Fault;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Starts processes again that have ended, by the commands of the deployment's file. One thread. */
final class Starts {

    private static final long WITHIN_SECONDS = 60;
    private static final long DRAIN_NS = 3_000_000_000L;
    private static final long LOOK_NS = 100_000_000L;

    private final Consumer<String> tells;
    private final Map<String, Process> running = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    Starts(Consumer<String> tells) {
        this.tells = tells;
    }

    /** Runs the command of a process, if it has one; does not wait for it. */
    void start(DeployedProcess process) {
        if (process.start().isEmpty()) {
            return;
        }
        try {
            running.put(process.name(), new ProcessBuilder(process.start())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start());
        } catch (IOException e) {
            fault(process.name() + " is not started again: " + Fault.text(e));
        }
    }

    /**
     * The same with those who were ended and not started again; one that is asked to drain is waited for, a little.
     *
     * @param answers whether one is still there
     */
    void startMissing(List<DeployedProcess> missing, Predicate<String> answers) {
        long limitNs = System.nanoTime() + DRAIN_NS;
        for (DeployedProcess process : missing) {
            while (answers.test(process.role()) && limitNs - System.nanoTime() > 0) {
                LockSupport.parkNanos(LOOK_NS);
            }
            tells.accept("starts " + process.name() + " again");
            start(process);
        }
    }

    /** What went wrong with commands; waits for those that have not ended. */
    List<String> faults() throws InterruptedException {
        for (Map.Entry<String, Process> each : running.entrySet()) {
            if (!each.getValue().waitFor(WITHIN_SECONDS, TimeUnit.SECONDS)) {
                fault("the command that starts " + each.getKey() + " does not come to an end");
            } else if (each.getValue().exitValue() != 0) {
                fault("the command that starts " + each.getKey() + " ended with " + each.getValue().exitValue());
            }
        }
        return List.copyOf(faults);
    }

    private void fault(String line) {
        tells.accept(line);
        faults.add(line);
    }
}
