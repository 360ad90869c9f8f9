package io.trackmc.keys.transport.bundle;

import io.trackmc.keys.transport.conf.ChoiceForm;
import io.trackmc.keys.transport.conf.KeyEntry;
import io.trackmc.keys.transport.conf.RateForm;
import io.trackmc.keys.transport.conf.TimeForm;
import io.trackmc.proto.engine.FlowConfig;
import io.trackmc.proto.engine.FlowConfig.SlowReceiver;
import io.trackmc.proto.wire.ConfirmOn;
import io.trackmc.proto.wire.CongestionControl;
import io.trackmc.proto.wire.DeliveryOrder;
import io.trackmc.proto.wire.LateJoin;
import io.trackmc.proto.wire.SessionMode;
import io.trackmc.proto.wire.SessionRules;
import java.util.List;
import java.util.Locale;

/** Keys of a node's configuration for how fast is sent, who is waited for, and what a session promises. */
final class SessionKeys {

    private static final SessionRules RULES = SessionRules.DEFAULT;
    private static final long MIN_HOLD_NS = 1_000_000;
    private static final long MAX_HOLD_NS = 35 * 60 * 1_000_000_000L;

    static final KeyEntry<Long> RATE_DATA = KeyEntry.withDefault(NodeConfKeys.RATE_DATA, new RateForm(), 0L,
            "Limit of a sender's new data; 0 for none. The option send --rate comes before it.",
            "Where the network has less than the sender could fill.");
    static final KeyEntry<Long> RATE_REPAIR = KeyEntry.withDefault(NodeConfKeys.RATE_REPAIR, new RateForm(), 0L,
            "Limit of a parent's repairs; 0 for none. One child gets half of it at most, or 28 MB/s without a limit.",
            "Where repairs would crowd out other traffic of the region.").reloadedBy(NodeCatalogue.REPAIR_HEAD);
    static final KeyEntry<Long> RATE_TOTAL = KeyEntry.withDefault(NodeConfKeys.RATE_TOTAL, new RateForm(), 0L,
            "Limit of a sender's new data and repairs together; 0 for none. Repairs go first, new data gets what is left.",
            "Where the sender has a contract for a bandwidth.");
    static final KeyEntry<SlowReceiver> SLOW_RECEIVER = KeyEntry.withDefault(NodeConfKeys.FLOW_SLOW_RECEIVER,
            ChoiceForm.of(SlowReceiver.values(), slow -> slow.name().toLowerCase(Locale.ROOT)),
            FlowConfig.DEFAULT.slowReceiver(),
            "What a parent does with a child that holds the group back: wait for it, or eject it ([more](operations.md#slow-and-dead-receivers)).",
            "eject where the group matters more than its slowest member. The same in the whole group.")
            .reloadedBy(NodeCatalogue.REPAIR_HEAD);
    static final KeyEntry<Long> STALL_TIMEOUT = KeyEntry.withDefault(NodeConfKeys.FLOW_STALL_TIMEOUT,
            TimeForm.PROTOCOL, FlowConfig.DEFAULT.stallNs(),
            "For how long a child may hold the group back before it is ejected; means something with flow.slow-receiver = eject.",
            "window.packets in this time is the slowest rate that is tolerated.").reloadedBy(NodeCatalogue.REPAIR_HEAD);
    static final KeyEntry<CongestionControl> CONGESTION_CONTROL = KeyEntry
            .withDefault(NodeConfKeys.FLOW_CONGESTION_CONTROL,
                    ChoiceForm.of(CongestionControl.values(), CongestionControl::text), RULES.congestionControl(),
                    "tfmcc goes no faster than TCP would on the slowest path to a receiver ([more](operations.md#congestion-control)); none goes by the rates configured.",
                    "tfmcc on networks where no bandwidth is set aside for the group.")
            .onlyFor(NodeCatalogue.SENDER);

    static final KeyEntry<SessionMode> MODE = KeyEntry.withDefault(NodeConfKeys.SESSION_MODE,
            ChoiceForm.of(SessionMode.values(), SessionMode::text), RULES.mode(),
            "reliable gives up nothing while a receiver lives that lacks it; timely waits for nobody longer than session.hold, and who lacks something is told the gap.",
            "timely where late is as good as lost.").onlyFor(NodeCatalogue.SENDER);
    static final KeyEntry<Long> HOLD = KeyEntry.optional(NodeConfKeys.SESSION_HOLD,
            new TimeForm(MIN_HOLD_NS, MAX_HOLD_NS), "none; needed where session.mode = timely",
            "How long a timely session waits for who lacks a packet, from when it was first sent.",
            "Only in a timely session. Longer than a repair takes over all levels of the tree.")
            .onlyFor(NodeCatalogue.SENDER);
    static final KeyEntry<DeliveryOrder> ORDER = KeyEntry.withDefault(NodeConfKeys.SESSION_ORDER,
            ChoiceForm.of(DeliveryOrder.values(), DeliveryOrder::text), RULES.order(),
            "ordered hands messages on as they were sent; unordered each as soon as all of it is there, with its place in the session. Files need ordered.",
            "unordered where a message must not wait for the one before.").onlyFor(NodeCatalogue.SENDER);
    static final KeyEntry<ConfirmOn> CONFIRM = KeyEntry.withDefault(NodeConfKeys.SESSION_CONFIRM,
            ChoiceForm.of(ConfirmOn.values(), ConfirmOn::text), RULES.confirmOn(),
            "What confirms a message: receive, the receiver holds it; delivery, its application was given it; application, that has acknowledged it by itself.",
            "application where a program acknowledges; whoever does not holds the sender back after a window. Files: not application; their receivers confirm when the copy is verified and on the disk, under either rule.")
            .onlyFor(NodeCatalogue.SENDER);
    static final KeyEntry<LateJoin> LATE_JOIN = KeyEntry.withDefault(NodeConfKeys.SESSION_LATE_JOIN,
            ChoiceForm.of(LateJoin.values(), LateJoin::text), RULES.lateJoin(),
            "Where the session begins for a receiver that comes late: retained, as early as its parent can repair, within a window; now, after the newest packet; none, it is refused and waits for the next session.",
            "now where only what is new counts.").onlyFor(NodeCatalogue.SENDER);

    static final List<KeyEntry<?>> ENTRIES = List.of(RATE_DATA, RATE_REPAIR, RATE_TOTAL, SLOW_RECEIVER, STALL_TIMEOUT,
            CONGESTION_CONTROL, MODE, HOLD, ORDER, CONFIRM, LATE_JOIN);

    private SessionKeys() {}
}
