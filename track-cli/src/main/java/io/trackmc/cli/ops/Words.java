package io.trackmc.cli.ops;

import io.trackmc.keys.transport.registration.RefusalReason;
import io.trackmc.net.management.Refusal;
import io.trackmc.net.metrics.Readiness;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.engine.EngineEvent.ParentLoss;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.event.LossCause;
import io.trackmc.proto.sender.SenderStall;
import io.trackmc.proto.wire.BindRejectReason;
import io.trackmc.proto.wire.EjectReason;
import io.trackmc.proto.wire.UnbindReason;
import io.trackmc.sender.FailedReceiver;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/**
 * All words that {@code track explain} knows. Those of enums come from exhaustive switches, so that a constant without an explanation does not
 * compile.
 */
final class Words {

    private static final String BACK_PRESSURE = "why a sender waits";
    private static final String REPAIRS = "repairs";
    private static final String EVENTS = "events of a node";
    private static final String EXIT_CODE = "exit code";

    private static final List<Word> ALL = collect();

    private Words() {}

    /** In the order of their subjects. */
    static List<Word> all() {
        return ALL;
    }

    private static List<Word> collect() {
        List<Word> words = new ArrayList<>();
        add(words, DropReason.values(), "dropped datagram", DropReason::explanation, Remedies::drop);
        add(words, BindRejectReason.values(), "refused by a parent", Words::bindReject, Remedies::bindReject);
        add(words, ParentLoss.values(), "why a parent was lost", Words::parentLoss, Remedies::parentLoss);
        add(words, ChildLoss.values(), "why a child went", Words::childLoss, Remedies::childLoss);
        add(words, EjectReason.values(), "sent away by a parent", Words::eject, Remedies::eject);
        add(words, UnbindReason.values(), "good-bye of a child", Words::unbind, Remedies::unbind);
        add(words, FailedReceiver.Reason.values(), "failed receiver", Words::failed, Remedies::failed);
        add(words, RefusalReason.values(), "refused by an authority", Words::authority, Remedies::authority);
        add(words, io.trackmc.keys.controller.pki.Refusal.values(), "certificate refused by an authority",
                reason -> "the certificate was not admitted: " + reason.text(), Remedies::certificate);
        add(words, Readiness.values(), "readiness (/readyz)",
                ready -> Objects.requireNonNullElse(ready.whyNot(), "the node does its work"), Remedies::readiness);
        add(words, Refusal.values(), "refused by the management address", Words::management, Remedies::management);
        add(words, SenderStall.values(), BACK_PRESSURE, Words::stall, Remedies::stall);
        add(words, CounterId.values(), "counter", CounterWords::counter, _ -> "");
        add(words, LossCause.values(), "packets lost for good", CounterWords::loss, Remedies::loss);
        words.addAll(backPressure());
        words.addAll(repairs());
        words.addAll(exitCodes());
        return List.copyOf(words);
    }

    private static <E extends Enum<E>> void add(List<Word> words, E[] values, String where,
            Function<E, String> meaning, Function<E, String> remedy) {
        for (E value : values) {
            words.add(new Word(value.name().toLowerCase(Locale.ROOT), where, meaning.apply(value),
                    remedy.apply(value)));
        }
    }

    private static String bindReject(BindRejectReason reason) {
        return switch (reason) {
            case LOOP -> "the parent's own path to the sender leads through this child; it asks another";
            case NO_ROOM -> "the parent has as many children as tree.max-children allows; it names others";
            case NOT_A_MEMBER -> "the parent does not know the child, or knows that it was expelled";
            case SESSION_OVER -> "there is nothing to receive any more";
            case LEAVING -> "the parent is going to stop";
            case TOO_LATE -> "the session has begun, and its rule session.late-join takes in nobody after that";
            case TOO_SLOW -> "it held the group back, was sent away, and comes back within 19 s";
            case RESERVED -> "what places the parent has left are for repair heads";
        };
    }

    private static String parentLoss(ParentLoss why) {
        return switch (why) {
            case SILENT -> "nothing came from it for the time that tree.parent-misses allows";
            case EJECTED -> "it asked its children to leave";
            case RESTARTED -> "it runs again, as another run that knows nothing of its children";
            case LOOP -> "its path to the sender leads through this node";
            case CUT_OFF -> "it has lost its own path to the sender, and another parent has one";
            case LEAVING -> "it is going to stop; this node had bound to another before it left";
            case WITHHOLDING -> "it was asked in vain for a rekey that another parent had: look at that repair head";
            case TOO_SLOW -> "it sent this node away because it held the group back; it stays away for 20 s";
            case EXPELLED -> "an authority has expelled it";
        };
    }

    private static String childLoss(ChildLoss why) {
        return switch (why) {
            case DONE -> "it said good-bye with the session complete";
            case LEFT -> "it said good-bye before that, or without it";
            case SILENT -> "nothing came from it for tree.receiver-silence or tree.repair-head-silence, also when probed";
            case RESTARTED -> "it runs again, as another run";
            case EJECTED -> "it was told to go";
            case TOO_SLOW -> "it was told to go because it held the group back (flow.slow-receiver = eject)";
            case EXPELLED -> "an authority has expelled it";
        };
    }

    private static String eject(EjectReason reason) {
        return switch (reason) {
            case PARENT_LEAVING -> "the parent is going to stop, and serves until its children have others";
            case PARENT_FAILED -> "the parent cannot serve any more";
            case CHILD_TOO_SLOW -> "the child holds the group back";
            case PARENT_OVERLOADED -> "the parent has too many children";
        };
    }

    private static String unbind(UnbindReason reason) {
        return switch (reason) {
            case SESSION_DONE -> "it has everything";
            case APPLICATION -> "its application wants to leave";
            case TOO_SLOW -> "it cannot keep up";
            case MOVING -> "it is bound to another parent already";
        };
    }

    private static String failed(FailedReceiver.Reason reason) {
        return switch (reason) {
            case SILENT -> "its parent heard nothing of it any more";
            case TOO_SLOW -> "it held the group back, and was sent away";
            case LEFT -> "it left before it had confirmed";
        };
    }

    private static String authority(RefusalReason reason) {
        return switch (reason) {
            case MALFORMED -> "the question cannot be read";
            case UNKNOWN_GROUP -> "the authority does not serve that group: compare group.name and addresses";
            case BAD_CERTIFICATE -> "the certificate does not lead to the right CA, or breaks a rule; the authority's log says which";
            case REVOKED -> "the certificate was revoked: asking again does not help";
            case REVOCATIONS_STALE -> "the list of revoked certificates is too old to admit anybody: bring the authority a new one";
            case WRONG_ROLE -> "the role in the certificate may not ask for this";
            case POLICY -> "the owner's policy does not admit it";
            case EXPELLED -> "it was expelled: it comes back under another name only";
            case NOT_A_MEMBER -> "it is not in the plan of the group, or no member any more";
            case TOO_OLD -> "what is asked for is not kept any more: it registers again by itself";
            case TOO_OFTEN -> "it has asked for keys too often: it asks again in a minute";
            case NOT_DURABLE -> "the authority cannot write its log (disk full?), and does nothing that it cannot write down";
        };
    }

    private static String management(Refusal reason) {
        return switch (reason) {
            case CROWDED -> "there were too many connections";
            case SLOW -> "no request was complete in time, or its answer was not read in time";
            case HANDSHAKE -> "something else than TLS, or a handshake that failed";
            case MALFORMED -> "not HTTP";
            case LONG_LINE -> "a request line that is too long";
            case LONG_HEADERS -> "headers that are too long";
            case BODY -> "a request that brings a body";
            case IMPATIENT -> "a request before the answer to the last one was taken";
            case HOST -> "asked for by a name; where no token is needed, ask for the address or for localhost";
            case UNAUTHENTICATED -> "without the token";
            case METHOD -> "neither GET nor HEAD";
            case ORDER -> "an order of a drill where drills are refused, or with words or numbers that are not allowed";
            case UNKNOWN_PATH -> "a page that is not there";
        };
    }

    private static String stall(SenderStall cause) {
        return switch (cause) {
            case WINDOW -> "somebody has not got as far as a window behind the newest packet: track children --url U tells who,"
                    + " and docs/operations.md, slow and dead receivers, what to do";
            case APPLICATION -> "everything has arrived, and the application of a receiver takes it so slowly that there is no room for more:"
                    + " track children --url U tells whose";
            case RATE -> "a limit of rate is reached: rate.data, rate.total or --rate";
            case CONGESTION -> "congestion control permits no more on the slowest path (limitingReceiver of the sender's status)";
            case KEYS -> "the content key has had its time, and somebody does not have the next one yet:"
                    + " track_key_epoch of the nodes tells who, or the authority is away";
            case NO_MEMBERS -> "no receiver is in the tree";
        };
    }

    private static List<Word> backPressure() {
        return List.of(
                new Word("back_pressured", BACK_PRESSURE,
                        "Publisher: the queue is full; offer the message again, or drop it"),
                new Word("rate_limited", BACK_PRESSURE,
                        "Publisher: the queue is full, because a limit of rate is reached; offer the message again, or drop it"),
                new Word("not_connected", BACK_PRESSURE, "Publisher: there are no members: no receiver is in the tree"),
                new Word("key_expired", BACK_PRESSURE, "Publisher: this run has sealed as many packets as it may"
                        + " under its content key; finish, and open another publisher"),
                new Word("closed", BACK_PRESSURE, "Publisher: the session is closed, and takes nothing more"));
    }

    private static List<Word> repairs() {
        return List.of(
                new Word("nack_suppress", REPAIRS,
                        "a parent tells its children that it lacks the same and is fetching it; they put their requests off"),
                new Word("passed_over", EVENTS,
                        "packets from before this node had keys: nothing that it should have had is lost"),
                new Word("left_behind", EVENTS,
                        "this node has missed more rekeys than anybody in the tree can give it; it asks the authority"),
                new Word("drained", EVENTS, "a repair head that was told to stop has left the tree"));
    }

    private static List<Word> exitCodes() {
        return List.of(
                new Word("0", EXIT_CODE, "done"),
                new Word("1", EXIT_CODE, "the work failed; the last line on standard error says why",
                        "mend what the line says, then run it again; with --debug it shows the stack trace too"),
                new Word("2", EXIT_CODE,
                        "wrong usage or configuration; one line says file, line, key, what was found and what is allowed",
                        "correct that; track config check FILE tells all faults of a file at once"),
                new Word("130", EXIT_CODE,
                        "interrupted: by SIGINT, and all but repair heads and authorities by SIGTERM and SIGHUP too"));
    }
}
