package io.trackmc.cli.task;

import java.io.Serial;

/** A command cannot do its work. Holds one line for the user and the exit code. */
public final class TaskException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private TaskException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    private TaskException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The work failed: exit code 1. */
    public static TaskException failed(String message) {
        return new TaskException(ExitCode.FAILED, message);
    }

    /** The work failed: exit code 1. */
    public static TaskException failed(String message, Throwable cause) {
        return new TaskException(ExitCode.FAILED, message, cause);
    }

    /** Wrong usage or configuration: exit code 2. */
    public static TaskException usage(String message) {
        return new TaskException(ExitCode.USAGE, message);
    }

    /** Wrong usage or configuration: exit code 2. */
    public static TaskException usage(String message, Throwable cause) {
        return new TaskException(ExitCode.USAGE, message, cause);
    }

    /** Exit code of the process. */
    public int exitCode() {
        return exitCode;
    }
}
