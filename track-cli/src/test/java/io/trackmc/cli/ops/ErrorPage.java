package io.trackmc.cli.ops;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The catalogue of errors as a page of Markdown. */
final class ErrorPage {

    private static final String HEAD = """
            # Errors, and what to do

            <!-- Written by ErrorCatalogueTest with -Dsnapshot.update=true from what the programs say; change the programs, not this page. -->

            What programs of TRACK say when something is wrong: what you see, what it means, what to do. `track explain WORD` says the same of one word, and what counters count. When you have a
            symptom and no word, begin with [Looking for a fault](operations.md#looking-for-a-fault). Lines are examples, with other names and numbers than yours, and each was printed by the program.

            ## Exit codes

            Of all commands; repair heads and authorities end with 0 after SIGTERM, which is their regular end, authorities after SIGHUP too.
            """;
    private static final String CONFIGURATION = """

            ## Configuration

            `track config check FILE` tells all faults of a file, each in a line: file and line, key, what was found, what is allowed. A node that is started with such a file says the same and ends with exit code 2.
            All keys are in [configuration.md](configuration.md).
            """;
    private static final String DOCTOR = """

            ## The doctor

            `track doctor` prints a line `BAD` with the name of the check, what it found, what is needed and how to mend it ([how to use it](operations.md#the-doctor)).
            """;

    /** What a subject of {@link Words} is called on the page, and what is said before its table. */
    private static final Map<String, String> SUBJECTS = subjects();

    private ErrorPage() {}

    /** The page, with a line feed at the end of each line. */
    static String of(List<String> configuration, List<String> start, List<String> doctor) {
        List<String> lines = new ArrayList<>(List.of(HEAD.stripTrailing()));
        lines.addAll(table("code", "exit code"));
        lines.add(CONFIGURATION.stripTrailing());
        lines.addAll(configuration);
        lines.addAll(start);
        SUBJECTS.forEach((where, head) -> {
            lines.add("\n## " + head);
            lines.addAll(table("word", where));
        });
        lines.add(DOCTOR.stripTrailing());
        lines.addAll(doctor);
        return String.join("\n", lines) + "\n";
    }

    private static List<String> table(String first, String where) {
        List<String> lines = new ArrayList<>(
                List.of("", "| " + first + " | what it means | what to do |", "|---|---|---|"));
        Words.all().stream().filter(word -> word.where().equals(where)).forEach(word -> lines.add(
                "| `" + word.name() + "` | " + word.meaning() + " | " + word.remedy() + " |"));
        return lines;
    }

    private static Map<String, String> subjects() {
        Map<String, String> subjects = new LinkedHashMap<>();
        subjects.put("dropped datagram", """
                Dropped datagrams

                Seen in `track_drops_total{reason}`, in `drops` of a node's report when it ends, and in Wireshark as `track.dropReason`. A drop changes nothing else. What is normal says also
                [Reading counters](operations.md#reading-counters).""");
        subjects.put("refused by a parent",
                """
                Refused by a parent

                A node asks a parent to take it (Bind), and the parent says no: `track.bindReject.reason` in Wireshark. The node asks the next of `tree.parents`, and this one again later.""");
        subjects.put("why a parent was lost", """
                Parents that were lost

                Seen at a repair head or receiver: `track_parent_changes_total{reason}`, and a line of its log.""");
        subjects.put("why a child went",
                """
                Children that went

                Seen at a sender or repair head: `child receiver-1 is gone: DONE`, `track_children_gone_total{reason}`.""");
        subjects.put("sent away by a parent", "Words of a parent that sends children away (Eject)");
        subjects.put("good-bye of a child", "Words of a child that leaves (Unbind)");
        subjects.put("failed receiver", """
                Receivers that `send` calls failed

                `failed: receiver-3 (fell silent)`, `failedReceivers` with `--json`; exit code 1.""");
        subjects.put("refused by an authority",
                """
                Refused by an authority

                The node says `refused` with the reason, with hyphens (`not-a-member`), and ends with exit code 1 where asking again does not help; the authority counts `track_authority_refusals_total{reason}`. Without any
                answer, the connection ended in TLS: `track doctor --config F` says so, and the authority's log why.""");
        subjects.put("certificate refused by an authority",
                """
                Certificates that an authority does not take

                Written into the authority's log (`authorities/transport.log`, `authorities/content.log`) as the reason of an entry of type `refused`, in the words behind the colon; the node is told `bad-certificate`, `revoked`, `revocations-stale`, `wrong-role` or `policy`.""");
        subjects.put("why a sender waits",
                """
                A sender that waits

                `send` says it on its progress line, `/status` says it as `stall`, `track_sender_stalled_seconds_total{cause}` adds the time up ([more](operations.md#why-does-the-sender-not-send)). The words without a remedy are what `Publisher` answers a program.""");
        subjects.put("packets lost for good", """
                Packets that are lost for good

                `track_packets_unrecoverable_total{cause}`, `gaps` in a receiver's report, a gap event in the API.""");
        subjects.put("readiness (/readyz)", """
                `/readyz` that says 503""");
        subjects.put("refused by the management address", """
                Refused by the management address

                `track_management_refusals_total{reason}`.""");
        return subjects;
    }
}
