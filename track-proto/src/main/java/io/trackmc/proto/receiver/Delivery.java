package io.trackmc.proto.receiver;

import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.fragment.MessageHandler;
import io.trackmc.proto.fragment.Reassembler;
import io.trackmc.proto.window.ReceiveWindow;
import org.jspecify.annotations.Nullable;

/**
 * Walks the contiguous contents of the window, puts messages together, and hands them over; in an unordered session {@link AheadOfGaps} does
 * so before with what lies behind something missing.
 */
final class Delivery {

    private static final MessageHandler NOBODY = (place, bytes, offset, length) -> false;

    private final ReceiveWindow window;
    private final Counters counters;
    private final Reassembler reassembler = new Reassembler();
    private final MessageHandler counting = this::hand;
    private MessageHandler target = NOBODY;
    private @Nullable AheadOfGaps ahead;
    private boolean contentOpen;

    Delivery(ReceiveWindow window, Counters counters) {
        this.window = window;
        this.counters = counters;
    }

    /** The content of {@code sequence} is in the window, and may be handed over before what is missing before it. */
    void arrivedUnordered(long sequence) {
        AheadOfGaps known = ahead;
        if (known == null) {
            known = new AheadOfGaps(window);
            ahead = known;
        }
        known.arrived(sequence);
    }

    /** Whether there is something to hand over, or to pass over. */
    boolean hasMore() {
        return window.hasNext() || window.nextIsLost() || (ahead != null && ahead.hasWork());
    }

    /** Returns whether the handler refused a message. */
    boolean run(MessageHandler handler, int maxPackets) {
        MessageHandler outer = target;
        target = handler;
        try {
            boolean interrupted = ahead != null && ahead.isInterrupted() && ahead.run(counting, 0);
            return interrupted || runInOrder(maxPackets) || (ahead != null && ahead.run(counting, maxPackets));
        } finally {
            target = outer;
        }
    }

    private boolean runInOrder(int maxPackets) {
        for (int packets = 0; packets < maxPackets && openNext(); packets++) {
            if (!reassembler.next(counting)) {
                return true;
            }
            contentOpen = false;
            window.consumeNext();
        }
        return false;
    }

    private boolean openNext() {
        while (!contentOpen) {
            if (window.nextIsLost()) {
                reassembler.abandon();
                window.consumeNext();
            } else if (!window.hasNext()) {
                return false;
            } else if (reassembler.begin(
                    window.nextSequence(), handedOver(), window.nextBytes(), 0, window.nextLength())) {
                contentOpen = true;
            } else {
                counters.drop(DropReason.BAD_CONTENT);
                window.consumeNext();
            }
        }
        return true;
    }

    /** How many of the messages that begin in the next content were handed over before its turn came. */
    private int handedOver() {
        return ahead == null ? 0 : ahead.pass(window.nextSequence());
    }

    private boolean hand(long place, byte[] bytes, int offset, int length) {
        boolean taken = target.onMessage(place, bytes, offset, length);
        if (taken) {
            counters.increment(CounterId.MESSAGES);
        }
        return taken;
    }
}
