package io.trackmc.cli.task;

import java.util.List;

/** What a command does; picocli has filled in its options before it runs. */
public interface Task {

    /** Names of its JSON fields in order, besides {@code command}, {@code ok} and {@code error}. */
    List<String> fields();

    /**
     * Does the work and says its outcome in {@code run}. Returns when it succeeded.
     *
     * @throws TaskException when it failed in a way that one line can tell
     * @throws InterruptedException when the user ended it
     */
    void run(TaskRun run) throws Exception;
}
