package io.trackmc.repairhead;

import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.net.node.ChildStatus;
import io.trackmc.net.node.KeyRequestCount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What a repair head says when it ends. */
final class ExitReport {

    private static final List<String> FIELDS = List.of("repairsSent", "nacksReceived", "nacksSentUp", "children",
            "keysHeld", "drops", "repairsReceived", "failovers", "highestSequence", "transportEpoch", "transportRekeys",
            "contentRekeys", "authorityRequests", "authorityRequestsWhileRunning");

    private ExitReport() {}

    /** One line of JSON about a run that has begun. */
    static String json(RepairHeadStatus status, KeyRequestCount requests, @Nullable String error) {
        return head(error)
                .field("repairsSent", status.repairsSent())
                .field("nacksReceived", status.nacksReceived())
                .field("nacksSentUp", status.nacksSentUp())
                .texts("children", status.children().stream().map(ChildStatus::name).toList())
                .texts("keysHeld", status.keysHeld())
                .object("drops", o -> addAll(o, status.drops()))
                .field("repairsReceived", status.repairsReceived())
                .field("failovers", status.failovers())
                .field("highestSequence", status.highest())
                .field("transportEpoch", status.keys().transport().activeEpoch())
                .field("transportRekeys", status.keys().transport().appliedRekey())
                .field("contentRekeys", status.keys().content().newestRekey())
                .field("authorityRequests", requests.all())
                .field("authorityRequestsWhileRunning", requests.whileRunning())
                .oneLine();
    }

    /** One line of JSON about the sessions of an appliance: sums, and each by its name. */
    static String json(Map<String, Totals.Sum> sessions, @Nullable String error) {
        JsonText out = head(error);
        counts(out, sessions.values());
        out.texts("children", qualified(sessions, status -> status.children().stream().map(ChildStatus::name).toList()))
                .texts("keysHeld", qualified(sessions, RepairHeadStatus::keysHeld));
        Map<String, Long> drops = new TreeMap<>();
        sessions.values().forEach(sum -> sum.drops().forEach((reason, count) -> drops.merge(reason, count, Long::sum)));
        return out.object("drops", o -> addAll(o, drops))
                .object("sessions", all -> sessions.forEach((name, sum) -> all.object(name, o -> session(o, sum))))
                .oneLine();
    }

    /** A sentence for people about the sessions of an appliance. */
    static String people(Map<String, Totals.Sum> sessions) {
        return sessions.size() + " sessions: " + sum(sessions.values(), Totals.Sum::repairsSent) + " repairs sent, "
                + sum(sessions.values(), Totals.Sum::nacksReceived) + " NACKs received, "
                + sum(sessions.values(), Totals.Sum::nacksSentUp) + " sent up, "
                + sum(sessions.values(), Totals.Sum::failovers) + " fail-overs";
    }

    private static void session(JsonText out, Totals.Sum sum) {
        String error = sum.error();
        if (error != null) {
            out.field("error", error);
        }
        counts(out, List.of(sum));
        RepairHeadStatus last = sum.last();
        if (last != null) {
            out.texts("children", last.children().stream().map(ChildStatus::name).toList())
                    .texts("keysHeld", last.keysHeld()).field("highestSequence", last.highest())
                    .field("transportEpoch", last.keys().transport().activeEpoch());
        }
        out.object("drops", o -> addAll(o, sum.drops()));
    }

    private static void counts(JsonText out, Collection<Totals.Sum> sums) {
        out.field("repairsSent", sum(sums, Totals.Sum::repairsSent))
                .field("nacksReceived", sum(sums, Totals.Sum::nacksReceived))
                .field("nacksSentUp", sum(sums, Totals.Sum::nacksSentUp))
                .field("repairsReceived", sum(sums, Totals.Sum::repairsReceived))
                .field("failovers", sum(sums, Totals.Sum::failovers))
                .field("authorityRequests", sum(sums, Totals.Sum::requests))
                .field("authorityRequestsWhileRunning", sum(sums, Totals.Sum::requestsWhileRunning));
    }

    private static long sum(Collection<Totals.Sum> sums, ToLongFunction<Totals.Sum> count) {
        return sums.stream().mapToLong(count).sum();
    }

    private static List<String> qualified(Map<String, Totals.Sum> sessions,
            Function<RepairHeadStatus, List<String>> names) {
        List<String> all = new ArrayList<>();
        sessions.forEach((session, sum) -> {
            RepairHeadStatus last = sum.last();
            if (last != null) {
                names.apply(last).forEach(name -> all.add(session + "/" + name));
            }
        });
        return all;
    }

    /** One line of JSON about a run that could not begin. */
    static String json(String error) {
        JsonText out = head(error);
        FIELDS.forEach(out::nothing);
        return out.oneLine();
    }

    /** A sentence for people. */
    static String people(RepairHeadStatus status) {
        return status.repairsSent() + " repairs sent, " + status.nacksReceived() + " NACKs received, "
                + status.nacksSentUp() + " sent up, " + status.failovers() + " fail-overs";
    }

    private static JsonText head(@Nullable String error) {
        JsonText out = new JsonText().field("command", "repair-head").field("ok", error == null);
        return error == null ? out : out.field("error", error);
    }

    private static void addAll(JsonText out, Map<String, Long> counts) {
        counts.forEach(out::field);
    }
}
