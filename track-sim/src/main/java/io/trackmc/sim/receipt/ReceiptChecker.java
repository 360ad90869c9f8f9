package io.trackmc.sim.receipt;

import io.trackmc.keys.controller.receipt.ReceiptRow;
import io.trackmc.keys.controller.receipt.ReceiptRows;
import io.trackmc.keys.controller.receipt.NumberedReceipt;
import io.trackmc.keys.transport.receipt.Receipt;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether receipts add up to the truth: of each receiver, of each in each region, of each tenant. Each difference is reported with its region. */
public final class ReceiptChecker {

    private static final String GROUP = "sim";

    private final Topology topology;
    private final ReceiptTruth truth;

    /** Of a world with that topology. */
    public ReceiptChecker(Topology topology, ReceiptTruth truth) {
        this.topology = topology;
        this.truth = truth;
    }

    /** What was taken, as receipts of the nodes that said it; in order. */
    public List<Receipt> receipts(List<ReceiptTaker.Taken> taken) {
        Map<Integer, Instant> begins = new HashMap<>();
        List<Receipt> receipts = new ArrayList<>();
        for (ReceiptTaker.Taken each : taken) {
            Instant end = Instant.ofEpochSecond(0, each.atNs());
            Instant begin = begins.getOrDefault(each.node(), Instant.EPOCH);
            begins.put(each.node(), end);
            receipts.add(new Receipt(parent(each.node()), begin, end, each.book(), Map.of()));
        }
        return receipts;
    }

    /** The same without signatures, numbered by node. */
    public static List<NumberedReceipt> numbered(List<Receipt> receipts) {
        Map<Integer, Long> numbers = new HashMap<>();
        return receipts.stream().map(receipt -> new NumberedReceipt(numbers.merge(receipt.parent().id(), 1L, Long::sum),
                false, receipt)).toList();
    }

    /** Checks the totals of receipts, and that who has everything has all packets up to {@code closeSequence}, where that is known. */
    public void check(long atNs, List<NumberedReceipt> receipts, long closeSequence, Violations violations) {
        Map<Integer, Long> byReceiver = new TreeMap<>();
        Map<Integer, Map<Integer, Long>> byHead = new TreeMap<>();
        Map<String, Long> byTenant = new TreeMap<>();
        for (ReceiptRow row : ReceiptRows.of(receipts.stream())) {
            int head = row.receipt().parent().id();
            byReceiver.merge(row.entry().id(), row.packets(), Long::sum);
            byHead.computeIfAbsent(head, _ -> new HashMap<>()).merge(row.entry().id(), row.packets(), Long::sum);
            byTenant.merge(row.receipt().parent().tenant(), row.packets(), Long::sum);
        }
        Map<String, Long> trueByTenant = new TreeMap<>();
        for (Place head : topology.places()) {
            for (Place receiver : topology.of(Place.Role.RECEIVER)) {
                long told = truth.packets(head.id(), receiver.id());
                trueByTenant.merge(parent(head.id()).tenant(), told, Long::sum);
                compare(atNs, "receiver " + receiver.id() + " in region " + head.region(), told,
                        byHead.getOrDefault(head.id(), Map.of()).getOrDefault(receiver.id(), 0L), violations);
            }
        }
        for (Place receiver : topology.of(Place.Role.RECEIVER)) {
            long said = byReceiver.getOrDefault(receiver.id(), 0L);
            compare(atNs, "receiver " + receiver.id(), truth.packets(receiver.id()), said, violations);
            if (truth.wholes().get(receiver.id()) && closeSequence > 0) {
                compare(atNs, "receiver " + receiver.id() + ", which has all", closeSequence, said, violations);
            }
        }
        trueByTenant.forEach((tenant, told) -> compare(atNs, "tenant \"" + tenant + "\"", told,
                byTenant.getOrDefault(tenant, 0L), violations));
    }

    private static void compare(long atNs, String whose, long told, long said, Violations violations) {
        if (told != said) {
            violations.report("receipts", atNs, "%s confirmed %,d packets, and the receipts say %,d".formatted(whose,
                    told, said));
        }
    }

    /** Every other region is of a tenant, by turns; the sender's is everybody's. */
    private Receipt.Parent parent(int node) {
        int region = topology.place(node).region();
        String tenant = region == 0 ? "" : "tenant-" + region % 2;
        return new Receipt.Parent(GROUP, "node-" + node, node, region, tenant);
    }
}
