package io.trackmc.repairhead;

import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.net.node.ChildStatus;
import io.trackmc.net.node.KeyRequestCount;
import java.util.List;
import java.util.Map;
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
