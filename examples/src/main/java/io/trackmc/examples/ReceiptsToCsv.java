package io.trackmc.examples;

import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.receipt.ReceiptException;
import io.trackmc.keys.controller.receipt.ReceiptFiles;
import io.trackmc.keys.controller.receipt.ReceiptRow;
import io.trackmc.keys.controller.receipt.ReceiptRows;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes of the receipts of all parents of a group what a bill is made of: what each receiver has confirmed on each day, one line of CSV for each. Believes no receipt
 * that was altered, left out of its chain, or signed by nobody whom the trust anchors know. {@code track receipts export} has more columns.
 */
public final class ReceiptsToCsv {

    private static final Comparator<Line> ORDER = Comparator.comparing(Line::day).thenComparing(Line::tenant)
            .thenComparing(Line::receiver);

    private ReceiptsToCsv() {}

    private record Line(LocalDate day, String tenant, String receiver) {}

    /** {@code ANCHOR.pem.. FILE|DIR..}: trust anchors first, then files of receipts or directories with them. */
    public static void main(String[] args) throws IOException {
        List<Path> anchors = new ArrayList<>();
        List<Path> receipts = new ArrayList<>();
        for (String word : args) {
            (word.endsWith(".pem") ? anchors : receipts).add(Path.of(word));
        }
        run(anchors, receipts, System.out, System.err);
    }

    /**
     * Writes the lines.
     *
     * @param notes where a reader is told what is missing at the beginning or the end of a chain
     * @throws ReceiptException naming the first receipt that does not hold; nothing was written then
     */
    public static void run(List<Path> anchors, List<Path> receipts, PrintStream csv, PrintStream notes)
            throws IOException {
        ReceiptFiles files = ReceiptFiles.read(receipts);
        List<NodeCertificate> trusted = new ArrayList<>();
        for (Path anchor : anchors) {
            trusted.addAll(NodeCertificate.readAll(anchor.toString(), Files.readAllBytes(anchor)));
        }
        files.checkAnchors(trusted);
        files.notes().forEach(notes::println);
        Map<Line, Long> packets = new TreeMap<>(ORDER);
        for (ReceiptRow row : ReceiptRows.of(files.receipts())) {
            LocalDate day = LocalDate.ofInstant(row.receipt().end(), ZoneOffset.UTC);
            // What an earlier receipt of any parent has said is not counted again.
            packets.merge(new Line(day, row.receipt().parent().tenant(), row.receiver()), row.packets(), Long::sum);
        }
        csv.print("day,tenant,receiver,packets\r\n");
        packets.forEach((line, count) -> csv.print(
                line.day + "," + cell(line.tenant) + "," + cell(line.receiver) + "," + count + "\r\n"));
        csv.flush();
    }

    /** Quoted, as RFC 4180 says, where it must be; what begins like a formula is none in a spreadsheet. */
    private static String cell(String text) {
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.matches("(?s).*[,\"\\r\\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
