package io.trackmc.keys.controller.proof;

import io.trackmc.keys.controller.log.LogException;
import io.trackmc.keys.transport.file.SecureFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;

/** The file of a statement: a line that says what is claimed, the lines of two logs, and a line of signatures. */
final class StatementFile {

    private StatementFile() {}

    /** Writes a statement. */
    static void write(Path out, byte[] header, List<GivenLog> logs, byte[] signatures) {
        write(out, to -> {
            writeLine(out, to, header);
            logs.forEach(log -> copy(out, to, log.lines()));
            writeLine(out, to, signatures);
        });
    }

    /** Writes lines of other files. */
    static void write(Path out, List<LogLines> lines) {
        write(out, to -> lines.forEach(some -> copy(out, to, some)));
    }

    /** Under another name first, so that no half of a file ever has its own. */
    private static void write(Path out, Consumer<OutputStream> content) {
        Path temporary = out.resolveSibling(out.getFileName() + ".tmp");
        try {
            try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(temporary))) {
                content.accept(to);
            }
            Files.move(temporary, out, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unwritable(out, e);
        }
    }

    /** The last line, which begins there. */
    static byte[] end(Path file, long offset) {
        byte[] last = new LogLines(file, offset, 1).first();
        try {
            if (Files.size(file) != offset + last.length + 1) {
                throw new ProofException("something follows the signatures");
            }
        } catch (IOException e) {
            throw new LogException(file + ": cannot be read: " + SecureFiles.reason(e), e);
        }
        return last;
    }

    private static LogException unwritable(Path out, IOException cause) {
        return new LogException(out + ": cannot be written: " + SecureFiles.reason(cause), cause);
    }

    private static void copy(Path out, OutputStream to, LogLines lines) {
        lines.read(line -> {
            writeLine(out, to, line);
            return true;
        });
    }

    private static void writeLine(Path out, OutputStream to, byte[] line) {
        try {
            to.write(line);
            to.write('\n');
        } catch (IOException e) {
            throw unwritable(out, e);
        }
    }
}
