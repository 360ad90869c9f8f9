package io.trackmc.cli.receipts;

import io.trackmc.cli.console.JsonReport;
import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.controller.receipt.ReceiptFiles;
import io.trackmc.keys.controller.receipt.ReceiptRow;
import io.trackmc.keys.controller.receipt.ReceiptRows;
import io.trackmc.keys.transport.file.SecureFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code track receipts export}: what was confirmed to whom, for a bill. */
@Command(
        name = "export", sortOptions = false,
        header = "Adds receipts of several parents up, as CSV or JSON.",
        description = "Checks all receipts first, as verify does. A packet of a receiver counts once, for the parent and the interval that"
                + " said it first, also when the receiver went from one parent to another; so give the receipts of all parents of a session.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  track receipts export d/sender/state/receipts d/rh-*/state/receipts --anchor infrastructure-ca.pem --anchor subscriber-ca.pem",
            "  track receipts export --by tenant --format json receipts/",
            "  track receipts export --by receiver --since 2026-01-01T00:00:00Z --until 2026-02-01T00:00:00Z --out january.csv receipts/"})
public final class ReceiptsExportCommand implements Task {

    /** What the export is written as. */
    enum Format {
        CSV,
        JSON
    }

    @Mixin
    private ReceiptSource source = new ReceiptSource();

    @Option(names = "--format", paramLabel = "csv|json", defaultValue = "csv", converter = LowerCase.OfFormat.class,
            description = "csv, with a line of names first (RFC 4180), or json: one object with rows[].")
    private Format format = Format.CSV;

    @Option(names = "--by", paramLabel = "interval|receiver|region|tenant", defaultValue = "interval",
            converter = LowerCase.OfGrouping.class,
            description = "What a line is: a receiver in an interval, or what one receiver, region or tenant has confirmed in a session.")
    private Grouping by = Grouping.INTERVAL;

    @Option(names = "--since", paramLabel = "TIME",
            description = "Only intervals that end after this time in UTC, such as 2026-01-31T12:00:00Z.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Only intervals that end at this time or before.")
    private @Nullable String until;

    @Option(names = "--out", paramLabel = "F", description = "File to write; standard output without.")
    private @Nullable Path out;

    @Override
    public List<String> fields() {
        return List.of("receipts", "packets", "anchored", "notes", "out", "rows");
    }

    @Override
    public void run(TaskRun run) {
        Instant from = since == null ? Instant.MIN : instant("--since", since);
        Instant to = until == null ? Instant.MAX : instant("--until", until);
        ReceiptFiles files = source.read();
        // Those before count too: what they say already is not said first by a later one.
        List<ReceiptRow> rows = ReceiptRows.of(files.receipts()).stream()
                .filter(row -> row.receipt().end().isAfter(from) && !row.receipt().end().isAfter(to)).toList();
        List<Map<String, Object>> lines = ExportTable.of(rows, by);
        long packets = rows.stream().mapToLong(ReceiptRow::packets).sum();
        run.set("receipts", files.receipts().count()).set("packets", packets).set("anchored", source.isAnchored())
                .set("notes", files.notes()).set("out", out == null ? null : out.toString()).set("rows", lines);
        files.notes().forEach(run.console().err()::println);
        String text = format == Format.CSV ? csv(lines) : json(lines);
        if (out != null) {
            write(out, text);
            run.people().println(lines.size() + " lines in " + out);
        } else if (!run.json()) {
            run.console().out().print(text);
        }
    }

    private String csv(List<Map<String, Object>> lines) {
        StringBuilder text = new StringBuilder(String.join(",", by.columns())).append("\r\n");
        lines.forEach(line -> text.append(line.values().stream().map(ReceiptsExportCommand::cell)
                .collect(Collectors.joining(","))).append("\r\n"));
        return text.toString();
    }

    /** What begins like a formula would be one in a spreadsheet. */
    private static String cell(Object value) {
        String text = String.valueOf(value);
        boolean isFormula = value instanceof String && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
        String safe = isFormula ? "'" + text : text;
        boolean isQuoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return isQuoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    private static String json(List<Map<String, Object>> lines) {
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("rows", lines);
        return JsonReport.json(whole) + System.lineSeparator();
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw TaskException.failed(file + ": cannot be written: " + SecureFiles.reason(e), e);
        }
    }

    private static Instant instant(String option, @Nullable String text) {
        try {
            return Instant.parse(Objects.requireNonNull(text));
        } catch (DateTimeParseException e) {
            throw TaskException.usage(option + ": found \"" + text + "\", allowed: a time in UTC, such as"
                    + " 2026-01-31T12:00:00Z", e);
        }
    }
}
