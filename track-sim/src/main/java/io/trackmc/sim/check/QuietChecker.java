package io.trackmc.sim.check;

import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;

import org.agrona.collections.Int2IntCounterMap;

/**
 * Checks that a tree becomes quiet once a session is over and its grace time has passed: no data, repairs or reports any
 * more, only signs of life of parents and questions after the next session, and those at a bounded rate.
 */
public final class QuietChecker implements WorldObserver {

    /** Questions after rekeys that one node may send in a second: those of one that hears no parent, for it may have missed some. */
    public static final int REKEY_QUESTIONS_PER_SECOND = 10;

    /** Signs of life that one node may send in a second. */
    public static final int SIGNS_OF_LIFE_PER_SECOND = 50;

    private static final long SECOND_NS = 1_000_000_000L;

    private final Violations violations;
    private final Int2IntCounterMap signsOfLife = new Int2IntCounterMap(0);
    private final Int2IntCounterMap questions = new Int2IntCounterMap(0);
    private long quietFromNs = Long.MAX_VALUE;
    private long second;

    public QuietChecker(Violations violations) {
        this.violations = violations;
    }

    /** From this time on the tree must be quiet. */
    public void demandQuietFrom(long atNs) {
        quietFromNs = atNs;
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        if (atNs < quietFromNs) {
            return;
        }
        switch (WireView.type(transmission.bytes())) {
            case WireView.NULL_DATA, WireView.HEARTBEAT, WireView.ADVERTISE, WireView.QUERY,
                    WireView.REKEY_REQUEST, WireView.REKEY, WireView.BIND_REQUEST,
                    WireView.BIND_CONFIRM,
                    WireView.BIND_REJECT,
                    WireView.BIND_PENDING -> count(atNs, transmission.node(), WireView.type(transmission.bytes()));
            default -> violations.report("quiet", atNs, "node %d still sends: type %d".formatted(transmission.node(),
                    WireView.type(transmission.bytes())));
        }
    }

    private void count(long atNs, int node, int type) {
        if (atNs / SECOND_NS != second) {
            second = atNs / SECOND_NS;
            signsOfLife.clear();
            questions.clear();
        }
        if (type == WireView.REKEY_REQUEST && questions.incrementAndGet(node) == REKEY_QUESTIONS_PER_SECOND + 1) {
            violations.report("quiet", atNs, "node %d asks for rekeys more than %d times in a second".formatted(node,
                    REKEY_QUESTIONS_PER_SECOND));
        }
        if (signsOfLife.incrementAndGet(node) == SIGNS_OF_LIFE_PER_SECOND + 1) {
            violations.report("quiet", atNs, "node %d gives more than %d signs of life in a second".formatted(node,
                    SIGNS_OF_LIFE_PER_SECOND));
        }
    }
}
