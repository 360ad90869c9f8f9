package io.trackmc.cli.task;

import io.trackmc.keys.transport.file.DiskFaultException;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.authority.RegistrationException;
import io.trackmc.net.node.NodeExpelledException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What a failure means to the user.
 *
 * @param exitCode of the process
 * @param line what is said
 */
public record Fault(int exitCode, String line) {

    /** Of anything that a task throws. */
    public static Fault of(Throwable failure) {
        return switch (failure) {
            case TaskException e -> new Fault(e.exitCode(), text(e));
            case ConfigurationException e -> new Fault(ExitCode.USAGE, text(e));
            case DiskFaultException e -> new Fault(ExitCode.FAILED, text(e));
            case KeyFileException e -> new Fault(ExitCode.USAGE, text(e));
            case RegistrationException e -> new Fault(ExitCode.FAILED, text(e));
            case NodeExpelledException e -> new Fault(ExitCode.FAILED, text(e));
            case InterruptedException _ -> interrupted();
            case ClosedByInterruptException _ -> interrupted();
            case CancellationException _ -> interrupted();
            case UncheckedIOException e -> ofCause(e);
            case CompletionException e -> ofCause(e);
            case ExecutionException e -> ofCause(e);
            case IOException e -> new Fault(ExitCode.FAILED, text(e));
            case OutOfMemoryError _ -> new Fault(ExitCode.FAILED,
                    "out of memory; give the JVM more, for example TRACK_JVM_OPTS=-Xmx4g");
            default -> internal(failure);
        };
    }

    private static Fault ofCause(Exception wrapper) {
        Throwable cause = wrapper.getCause();
        return cause == null ? internal(wrapper) : of(cause);
    }

    private static Fault internal(Throwable failure) {
        return new Fault(ExitCode.FAILED, "internal error: " + failure.getClass().getSimpleName() + ": "
                + text(failure) + " (run again with --debug for the stack trace)");
    }

    /** The user's wish that it ends. */
    static Fault interrupted() {
        return new Fault(ExitCode.INTERRUPTED, "interrupted");
    }

    /** Whether this was no failure but the user's wish. */
    public boolean isInterrupt() {
        return exitCode == ExitCode.INTERRUPTED;
    }

    /** A failure of a file in words: the exceptions of {@code java.nio.file} say it by their class only. */
    public static String text(Throwable failure) {
        return oneLine(switch (failure) {
            case NoSuchFileException e -> e.getFile() + ": no such file or directory";
            case AccessDeniedException e -> e.getFile() + ": permission denied";
            case NotDirectoryException e -> e.getFile() + ": not a directory";
            case FileAlreadyExistsException e -> e.getFile() + ": exists already";
            case DirectoryNotEmptyException e -> e.getFile() + ": directory is not empty";
            case ReadOnlyFileSystemException _ -> "the file system is read-only";
            case FileSystemException e when e.getReason() != null -> e.getFile() + ": " + lowerFirst(e.getReason());
            default -> failure.getMessage() == null
                    ? failure.getClass().getSimpleName()
                    : failure.getMessage();
        });
    }

    private static String lowerFirst(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        return Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
