package io.trackmc.cli.receipts;

import io.trackmc.keys.controller.receipt.ReceiptRow;
import io.trackmc.keys.transport.receipt.Receipt;
import io.trackmc.keys.transport.receipt.ReceiptChain;
import io.trackmc.proto.receipt.ReceiptEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows of receipts as the lines of an export: each a value for each column of its grouping, a String, Long or Boolean. */
final class ExportTable {

    private ExportTable() {}

    /** Lines in the order in which their first row comes. */
    static List<Map<String, Object>> of(List<ReceiptRow> rows, Grouping by) {
        Map<List<Object>, Sum> sums = new LinkedHashMap<>();
        for (ReceiptRow row : rows) {
            Map<String, Object> line = key(row, by);
            sums.computeIfAbsent(List.copyOf(line.values()), _ -> new Sum(line)).add(row);
        }
        List<Map<String, Object>> lines = new ArrayList<>();
        sums.values().forEach(sum -> lines.add(sum.line(by)));
        return lines;
    }

    private static Map<String, Object> key(ReceiptRow row, Grouping by) {
        Receipt receipt = row.receipt();
        Receipt.Parent parent = receipt.parent();
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("group", parent.group());
        key.put("source", Integer.toUnsignedLong(receipt.book().source()));
        key.put("session", hex(receipt.book().session().high()) + hex(receipt.book().session().low()));
        switch (by) {
            case INTERVAL -> {
                key.put("begin", receipt.begin().toString());
                key.put("end", receipt.end().toString());
                putRegion(key, parent);
                key.put("receipt", row.number());
                putReceiver(key, row);
                key.put("run", hex(row.entry().run().high()));
            }
            case RECEIVER -> putReceiver(key, row);
            case REGION -> putRegion(key, parent);
            case TENANT -> key.put("tenant", parent.tenant());
        }
        return key;
    }

    private static void putRegion(Map<String, Object> key, Receipt.Parent parent) {
        key.put("region", Integer.toUnsignedLong(parent.region()));
        key.put("tenant", parent.tenant());
        key.put("node", parent.name());
    }

    private static void putReceiver(Map<String, Object> key, ReceiptRow row) {
        key.put("receiver", row.receiver());
        key.put("receiverId", Integer.toUnsignedLong(row.entry().id()));
    }

    private static String hex(long value) {
        return HexFormat.of().toHexDigits(value);
    }

    private static final class Sum {

        private final Map<String, Object> values;
        private final Set<Integer> receivers = new HashSet<>();
        private long first = Long.MAX_VALUE;
        private long before;
        private long confirmed;
        private long packets;
        private boolean complete;
        private String gone = "";

        Sum(Map<String, Object> key) {
            values = new LinkedHashMap<>(key);
        }

        void add(ReceiptRow row) {
            ReceiptEntry entry = row.entry();
            if (entry.confirmed() >= entry.first()) {
                first = Math.min(first, entry.first());
            }
            before = entry.before();
            confirmed = Math.max(confirmed, entry.confirmed());
            packets += row.packets();
            complete |= entry.complete();
            gone = ReceiptChain.text(entry.gone());
            receivers.add(entry.id());
        }

        Map<String, Object> line(Grouping by) {
            values.put("first", first == Long.MAX_VALUE ? confirmed + 1 : first);
            values.put("before", before);
            values.put("confirmed", confirmed);
            values.put("packets", packets);
            values.put("complete", complete);
            values.put("gone", gone);
            values.put("receivers", (long) receivers.size());
            Map<String, Object> line = new LinkedHashMap<>();
            by.columns().forEach(column -> line.put(column, values.get(column)));
            return line;
        }
    }
}
