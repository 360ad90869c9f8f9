package io.trackmc.cli.drill.deployment;

import io.trackmc.cli.task.Fault;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Starts processes again that have ended, by the commands of the deployment's file, as soon as they have. One thread calls it. */
final class Starts {

    private static final long WITHIN_SECONDS = 60;
    /** One that is asked to drain may take ten seconds. */
    private static final long END_NS = 13_000_000_000L;
    private static final long LOOK_MS = 100;

    private final Consumer<String> tells;
    private final Predicate<String> answers;
    private final List<FutureTask<String>> running = new ArrayList<>();

    /**
     * Has started nothing yet.
     *
     * @param answers whether a process is still there; asked by any thread
     * @param tells what goes wrong
     */
    Starts(Predicate<String> answers, Consumer<String> tells) {
        this.answers = answers;
        this.tells = tells;
    }

    /** Runs the command of a process, if it has one, when that is gone; waits for neither. */
    void start(DeployedProcess process) {
        if (!process.start().isEmpty()) {
            FutureTask<String> task = new FutureTask<>(() -> run(process));
            running.add(task);
            Thread.ofVirtual().name("track-start").start(task);
        }
    }

    /** The same with those who were ended and not started again; waits until the commands have been run. */
    void startMissing(List<DeployedProcess> missing) {
        for (DeployedProcess process : missing) {
            tells.accept("starts " + process.name() + " again");
            start(process);
        }
    }

    /** What went wrong, or nothing. A command that meets the process which is about to end would start nothing. */
    private String run(DeployedProcess process) throws InterruptedException {
        long sinceNs = System.nanoTime();
        while (answers.test(process.role()) && System.nanoTime() - sinceNs < END_NS) {
            Thread.sleep(LOOK_MS);
        }
        try {
            Process command = new ProcessBuilder(process.start()).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            if (!command.waitFor(WITHIN_SECONDS, TimeUnit.SECONDS)) {
                return "the command that starts " + process.name() + " does not come to an end";
            }
            return command.exitValue() == 0 ? ""
                    : "the command that starts " + process.name() + " ended with " + command.exitValue();
        } catch (IOException e) {
            return process.name() + " is not started again: " + Fault.text(e);
        }
    }

    /** What went wrong with commands; waits for those that have not ended. */
    List<String> faults() {
        List<String> faults = running.stream().map(Starts::outcome).filter(fault -> !fault.isEmpty()).toList();
        running.clear();
        faults.forEach(tells);
        return faults;
    }

    private static String outcome(FutureTask<String> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    return String.valueOf(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
