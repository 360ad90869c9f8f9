package io.trackmc.cli.ops;

import io.trackmc.keys.transport.registration.RefusalReason;
import io.trackmc.net.management.Refusal;
import io.trackmc.net.metrics.Readiness;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.engine.EngineEvent.ParentLoss;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.event.LossCause;
import io.trackmc.proto.sender.SenderStall;
import io.trackmc.proto.wire.BindRejectReason;
import io.trackmc.proto.wire.EjectReason;
import io.trackmc.proto.wire.UnbindReason;
import io.trackmc.sender.FailedReceiver;

/**
 * What an operator does about each reason. {@code track explain} and docs/errors.md both say what stands here; a constant without a word does not
 * compile.
 */
final class Remedies {

    private static final String NOTHING = "nothing";

    private Remedies() {}

    static String drop(DropReason reason) {
        return switch (reason) {
            case TOO_SHORT, BAD_VERSION, UNKNOWN_TYPE,
                    MALFORMED -> "a few: nothing. Many: somebody sends what is not TRACK, or forges;"
                            + " track capture shows from where, and firewalls keep it out. BAD_VERSION while track doctor --probe runs is its probes";
            case TOO_LONG -> "give net.datagram-bytes the same value at every node of the group";
            case WRONG_CHANNEL -> "look for another group on the same group.address and group.port, and give one of them others";
            case UNKNOWN_ORIGIN -> "some at nodes that have backups: nothing. Else look for another deployment on the same addresses";
            case WRONG_INCARNATION -> "a few after a restart: nothing. Many all the time: another deployment on the same addresses, or a forger";
            case WRONG_KEY_CLASS, CLEAR_CONTENT,
                    BAD_CONTENT -> "a member is broken or hostile: find it by track capture, and expel it (track keys expel)";
            case UNKNOWN_SPI -> "compare group.address and group.port, and that all files are of one keys init; where keys change, the node has missed"
                    + " rekeys and asks for them by itself: track_rekey_applied tells how far it is";
            case NO_REGION_KEY -> "some while it comes to another tenant's repair head, or keys change: nothing. Many: that parent does not answer it";
            case REPLAYED -> "a few: the network duplicates packets. Many: somebody replays";
            case BAD_ICV -> "a few: damaged packets. Many: somebody forges; track capture, with the dissector, shows whose address";
            case DUPLICATE -> "after losses: nothing. More than losses: larger socket buffers (net.receive-buffer), or a host that pauses";
            case OUT_OF_WINDOW -> "now and then: nothing. Many: the application of this receiver is too slow";
            case UNKNOWN_CONTENT_SPI -> "take the files of one keys init; where keys change, see left_behind";
            case FORGED_CONTENT -> "always look: a member with the group's key has altered a packet. Expel it when it is found";
            case BAD_REKEY -> "always look: somebody makes rekeys up, or files of two deployments were mixed";
            case STALE_REKEY -> "a few: nothing. A node that stays behind asks the authorities by itself, where its configuration names them";
            case STALE -> "a few when parents or sessions change: nothing. Many all the time: another deployment, or a forger";
            case TOO_OFTEN -> "some while many nodes start: nothing. Always: somebody makes up questions";
            case UNASKED -> "some while nodes catch up: nothing. Many from one parent: look at that repair head";
            case NO_ROOM -> "raise tree.max-children of the parent, or spread the children over more parents";
            case INJECTED -> "leave out --loss; only demonstrations and tests have this";
        };
    }

    static String bindReject(BindRejectReason reason) {
        return switch (reason) {
            case LOOP -> "nothing: it asks the next of tree.parents. Where it goes on, take the child out of the parent's own parents";
            case NO_ROOM -> "raise tree.max-children of the parent (a reload does, up to what it was at the start), or add a repair head";
            case NOT_A_MEMBER -> "compare that both have files of one keys init; if it was expelled, it comes back under another name only";
            case SESSION_OVER -> "nothing: it waits for the next session";
            case LEAVING -> "nothing: it goes to its next parent";
            case TOO_LATE -> "start receivers before the sender, or set session.late-join = retained or now at the sender";
            case TOO_SLOW -> "find why it is slow (track children --url U); it comes back by itself";
            case RESERVED -> "lower tree.reserved-for-repair-heads where no repair heads come as children";
        };
    }

    static String parentLoss(ParentLoss why) {
        return switch (why) {
            case SILENT -> "look whether the parent runs and is reached; if it was only busy, raise tree.parent-misses";
            case EJECTED, RESTARTED, LOOP, LEAVING -> NOTHING + ": it binds to the next parent";
            case CUT_OFF -> "look at the path of that parent to its own parent";
            case WITHHOLDING -> "look at that repair head: it keeps rekeys from its children";
            case TOO_SLOW -> "find why this node is slow, or set flow.slow-receiver = wait at its parents";
            case EXPELLED -> "nothing, if it was meant; else make the repair head anew under another name";
        };
    }

    static String childLoss(ChildLoss why) {
        return switch (why) {
            case DONE -> NOTHING;
            case LEFT -> "nothing, if somebody stopped it or it has another parent now";
            case SILENT -> "look whether it runs and is reached; if it was only busy, raise tree.receiver-silence or tree.repair-head-silence";
            case RESTARTED -> "look why it started again";
            case EJECTED -> "at the beginning of a session: nothing. Else its parent is stopping, or cannot serve any more";
            case TOO_SLOW -> "find why it is slow (track children --url U)";
            case EXPELLED -> "nothing, if it was meant";
        };
    }

    static String eject(EjectReason reason) {
        return switch (reason) {
            case PARENT_LEAVING -> NOTHING + ": children go to their backups";
            case PARENT_FAILED -> "look at that parent's log";
            case CHILD_TOO_SLOW -> "find why the child is slow (track children --url U)";
            case PARENT_OVERLOADED -> "add a repair head, or raise tree.max-children";
        };
    }

    static String unbind(UnbindReason reason) {
        return switch (reason) {
            case SESSION_DONE, APPLICATION, MOVING -> NOTHING;
            case TOO_SLOW -> "find why it cannot keep up: track children --url U at its parent";
        };
    }

    static String failed(FailedReceiver.Reason reason) {
        return switch (reason) {
            case SILENT -> "look whether it runs and is reached, then send again";
            case TOO_SLOW -> "find why it is slow, or set flow.slow-receiver = wait; then send again";
            case LEFT -> "look who stopped it, then send again";
        };
    }

    static String authority(RefusalReason reason) {
        return switch (reason) {
            case MALFORMED -> "run the same version at both; anything else that talks to this port is a stranger";
            case UNKNOWN_GROUP -> "correct group.name or authorities.transport-controller, authorities.content-authority";
            case BAD_CERTIFICATE -> "read the authority's log, then issue a certificate (track keys issue)";
            case REVOKED -> "issue a new certificate with a new key, if it shall take part again";
            case REVOCATIONS_STALE -> "put a newer revocation list into authority.directory (track keys revoke makes one)";
            case WRONG_ROLE -> "ask the other authority, or with the certificate of the right role";
            case POLICY -> "look at the rules (track keys policy --dir D shows them), and sign another edition if they are wrong";
            case EXPELLED -> "nothing, if it was meant; else add it under another name (track keys add)";
            case NOT_A_MEMBER -> "add it (track keys add), and give both authorities the larger plan";
            case TOO_OLD -> NOTHING;
            case TOO_OFTEN -> "look why it starts over and over; limits.releases-per-minute is for trials";
            case NOT_DURABLE -> "make room on the authority's disk, and start it again";
        };
    }

    static String certificate(io.trackmc.keys.controller.pki.Refusal reason) {
        return switch (reason) {
            case NO_CHAIN -> "take the certificate that this group's CA has made";
            case UNREADABLE -> "copy the .pem file again";
            case NOT_VALID_NOW -> "renew it (track keys issue), or set the clock that is wrong";
            case NOT_A_NODE, ANY_ROLE, NO_ROLE, SEVERAL_ROLES,
                    NAMELESS -> "issue one for exactly one role and one name (track keys issue)";
            case WRONG_CA -> "have repair heads certified by the Infrastructure CA, receivers by the Subscriber CA";
            case REVOKED -> "issue a new one with a new key, if it shall take part again";
            case STALE_REVOCATION_LIST -> "put a newer list into authority.directory (track keys revoke makes one)";
            case NOT_A_SUBSCRIBER,
                    REPAIR_HEAD_KEY -> "nothing: a repair head must not get content keys. A receiver takes a key pair of its own";
            case POLICY -> "sign another edition of the policy, if it is wrong (track keys policy)";
        };
    }

    static String readiness(Readiness ready) {
        return switch (ready) {
            case READY -> NOTHING;
            case STARTING -> "wait; if it stays so, read the node's log";
            case NO_PARENT -> "before the sender's first session: nothing. Else track doctor --config F --seconds 5";
            case LEAVING -> "nothing, if it was told to leave; else its log says why: an authority may have expelled or refused it";
            case SESSION_OVER -> NOTHING + ": it has finished; the next session is another run of it";
        };
    }

    static String management(Refusal reason) {
        return switch (reason) {
            case CROWDED -> "ask less often, or with fewer programs at once";
            case SLOW, IMPATIENT -> "look at the program that asks, and at the path to it";
            case HANDSHAKE -> "ask by https, with TLS 1.3, and trust management.certificate";
            case MALFORMED, LONG_LINE, LONG_HEADERS, BODY,
                    METHOD -> "ask as a browser or Prometheus does; find out who does not";
            case HOST -> "ask for 127.0.0.1 or localhost, or set management.token-file";
            case UNAUTHENTICATED -> "show the token: Authorization: Bearer TOKEN";
            case ORDER -> "order only what docs/drills.md lists, of a node whose file has drills.longest";
            case UNKNOWN_PATH -> "the pages are in docs/operations.md, metrics";
        };
    }

    static String stall(SenderStall cause) {
        return switch (cause) {
            case WINDOW -> "look at the child that is named: its losses, its link, its host; docs/tuning.md, the sender stalls";
            case APPLICATION -> "make the application of the receiver that is named faster";
            case RATE -> "raise rate.data, rate.total or --rate, if they are not what they should be";
            case CONGESTION -> "look at the path to the receiver that is named";
            case KEYS -> "start the authorities again, or find who lacks the epoch (track_key_epoch)";
            case NO_MEMBERS -> "start receivers, and look whether they hear the group (track doctor --config F --seconds 5)";
        };
    }

    static String loss(LossCause cause) {
        return switch (cause) {
            case WINDOW -> "make window.packets larger in the whole group: docs/tuning.md";
            case TIMEOUT -> "make session.hold longer, or take the loss: that is what timely means";
            case PARENT_LOST -> "make window.packets larger, or the detection time shorter: docs/tuning.md, fail-over";
            case KEY -> "set authorities.join = true and the authorities' addresses, so that it asks in time";
        };
    }
}
