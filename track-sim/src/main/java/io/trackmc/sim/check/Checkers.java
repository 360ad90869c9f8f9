package io.trackmc.sim.check;

import io.trackmc.proto.wire.SessionRules;
import io.trackmc.sim.world.World;

import java.util.BitSet;

/** All checkers of a world of production engines, put to work in the order in which they depend on each other. */
public final class Checkers {

    private final DeliveryChecker deliveries;
    private final FeedbackChecker feedback;
    private final QuietChecker quiet;
    private final FlowChecker flow;
    private final TallyChecker tally;
    private final ConfirmTruthChecker confirms;

    /**
     * What a run promises.
     *
     * @param source node id of the source
     * @param fromStart receivers whose first run must get the stream from its first message
     * @param gapsAllowed nodes that may report gaps
     * @param maxDatagramBytes size of the largest datagram
     * @param feedback limits of feedback
     * @param rules what the source decided for its session
     * @param windowPackets flow-control window
     * @param receivers all receivers, also those that come later
     */
    public record Promise(
            int source, BitSet fromStart, BitSet gapsAllowed, int maxDatagramBytes, FeedbackChecker.Limits feedback,
            SessionRules rules, int windowPackets, BitSet receivers) {

        /** Where all receivers are there from the start. */
        public Promise(int source, BitSet fromStart, BitSet gapsAllowed, int maxDatagramBytes,
                FeedbackChecker.Limits feedback, SessionRules rules, int windowPackets) {
            this(source, fromStart, gapsAllowed, maxDatagramBytes, feedback, rules, windowPackets, fromStart);
        }

        /** Of a reliable session. */
        public Promise(int source, BitSet fromStart, BitSet gapsAllowed, int maxDatagramBytes,
                FeedbackChecker.Limits feedback) {
            this(source, fromStart, gapsAllowed, maxDatagramBytes, feedback, SessionRules.DEFAULT, 0);
        }
    }

    public Checkers(World world, Promise promise) {
        this.deliveries = new DeliveryChecker(world.violations(), promise.fromStart, promise.gapsAllowed,
                promise.rules.isUnordered());
        this.feedback = new FeedbackChecker(world.violations(), promise.feedback);
        this.quiet = new QuietChecker(world.violations());
        Tree tree = new Tree();
        this.flow = new FlowChecker(world.violations(), tree, promise.source,
                new HeldLongEnough(promise.rules, promise.windowPackets));
        Holdings holdings = new Holdings();
        Confirmations confirmations = new Confirmations(promise.rules.confirmOn(), holdings);
        this.tally = new TallyChecker(world.violations(), deliveries,
                receiver -> confirmations.upTo(receiver) >= flow.highestSent()
                        && (confirmations.areOnReceipt() || deliveries.isWhole(receiver)),
                promise.receivers);
        BitSet answeredFor = (BitSet) promise.fromStart.clone();
        answeredFor.andNot(promise.gapsAllowed);
        this.confirms = new ConfirmTruthChecker(world.violations(), confirmations, tree, promise.fromStart);
        world.observe(holdings);
        world.observe(tree);
        world.observe(deliveries);
        world.observe(confirmations);
        world.observe(new ConfirmationChecker(world.violations(), deliveries,
                receiver -> confirmations.areOnReceipt() ? confirmations.upTo(receiver) >= flow.highestSent()
                        : deliveries.isComplete(receiver),
                promise.source, answeredFor));
        world.observe(confirms);
        world.observe(new WireRulesChecker(world.violations(), promise.maxDatagramBytes));
        world.observe(new InnerIdentityChecker(world.violations()));
        world.observe(new AckTruthChecker(world.violations(), holdings, tree));
        world.observe(flow);
        world.observe(tally);
        world.observe(feedback);
        world.observe(quiet);
    }

    /** Who delivered what. */
    public DeliveryChecker deliveries() {
        return deliveries;
    }

    /** How much feedback there was. */
    public FeedbackChecker feedback() {
        return feedback;
    }

    /** Where silence is demanded. */
    public QuietChecker quiet() {
        return quiet;
    }

    /** Who counts how many confirmations. */
    public TallyChecker tally() {
        return tally;
    }

    /** Who says that what is confirmed. */
    public ConfirmTruthChecker confirms() {
        return confirms;
    }

    /** How far the source has sent. */
    public FlowChecker flow() {
        return flow;
    }
}
