package io.trackmc.cli.drill.report;

import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.TaskException;
import io.trackmc.sim.drill.Drill;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/** Writes the files of a report. */
public final class DrillFiles {

    private DrillFiles() {}

    /**
     * Writes {@code DRILL.html} and {@code DRILL.junit.xml} into a directory, which is made when it is not there; files of an earlier report are replaced.
     *
     * @param when the drill was run, for people
     * @return the files
     */
    public static List<Path> write(Path directory, Drill drill, List<DrillResult> results, String when) {
        List<Path> files = new ArrayList<>();
        try {
            Files.createDirectories(directory);
            files.add(write(directory.resolve(drill.name() + ".html"),
                    out -> new DrillPage(out).write(drill, results, when)));
            files.add(write(directory.resolve(drill.name() + ".junit.xml"),
                    out -> JUnitText.write(out, drill, results)));
        } catch (IOException | XMLStreamException e) {
            throw TaskException.failed("--report: " + Fault.text(e), e);
        }
        return files;
    }

    /** The page alone, for who shows it. */
    public static String page(Drill drill, List<DrillResult> results, String when) {
        StringWriter out = new StringWriter();
        try {
            new DrillPage(out).write(drill, results, when);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e); // memory takes everything
        }
        return out.toString();
    }

    private static Path write(Path file, Content content) throws IOException, XMLStreamException {
        try (Writer out = Files.newBufferedWriter(file)) {
            content.writeTo(out);
        }
        return file;
    }

    @FunctionalInterface
    private interface Content {
        void writeTo(Writer out) throws XMLStreamException;
    }
}
