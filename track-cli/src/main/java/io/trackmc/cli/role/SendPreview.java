package io.trackmc.cli.role;

import io.trackmc.cli.file.FileSource;
import io.trackmc.cli.fileset.SetScan;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.ByteSize;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** What {@code track send --dry-run} tells: names and sizes of what would go, and what cannot. No file is read, and no receiver is asked what it has. */
final class SendPreview {

    private SendPreview() {}

    /** One file, which would go as a stream. */
    static void ofFile(TaskRun run, Path file) throws IOException {
        try (FileSource source = FileSource.ofFile(file)) {
            run.set("bytes", source.size()).set("files", 1);
            run.people().println(file + ": " + ByteSize.text(source.size())
                    + " would be sent as one stream; nothing was sent");
        }
    }

    /**
     * A set.
     *
     * @param skip whether what cannot be sent would be left out
     * @throws io.trackmc.cli.task.TaskException when nothing would be sent, as without a preview
     */
    static void ofSet(TaskRun run, SetScan scan, boolean skip) {
        scan.refused().forEach(each -> run.console().err().println("track send: cannot be sent: " + each));
        SendSource.requireSendable(scan, skip);
        List<SetScan.Found> found = scan.found();
        PrintStream people = run.people();
        for (SetScan.Found each : found) {
            people.println(each.directory() ? each.name() + "/" : each.name() + "  " + ByteSize.text(each.bytes()));
        }
        long files = found.stream().filter(each -> !each.directory()).count();
        long directories = found.size() - files;
        run.set("bytes", scan.bytes()).set("files", files).set("skippedFiles", scan.refused());
        people.println(count(files, "file", "files") + " and " + count(directories, "directory", "directories") + ", "
                + ByteSize.text(scan.bytes()) + ", would be sent as a set; nothing was sent");
    }

    private static String count(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
