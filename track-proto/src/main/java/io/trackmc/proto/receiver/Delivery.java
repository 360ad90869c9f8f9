package io.trackmc.proto.receiver;

import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.fragment.MessageHandler;
import io.trackmc.proto.fragment.Reassembler;
import io.trackmc.proto.window.ReceiveWindow;

/** Walks the contiguous contents of the window, puts messages together, and hands them over. */
final class Delivery {

    private final ReceiveWindow window;
    private final Counters counters;
    private final Reassembler reassembler = new Reassembler();
    private final MessageHandler counting = this::hand;
    private MessageHandler target = (bytes, offset, length) -> false;
    private boolean contentOpen;

    Delivery(ReceiveWindow window, Counters counters) {
        this.window = window;
        this.counters = counters;
    }

    /** Returns whether the handler refused a message. */
    boolean run(MessageHandler handler, int maxPackets) {
        target = handler;
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
            } else if (reassembler.begin(window.nextBytes(), 0, window.nextLength())) {
                contentOpen = true;
            } else {
                counters.drop(DropReason.BAD_CONTENT);
                window.consumeNext();
            }
        }
        return true;
    }

    private boolean hand(byte[] bytes, int offset, int length) {
        boolean taken = target.onMessage(bytes, offset, length);
        if (taken) {
            counters.increment(CounterId.MESSAGES);
        }
        return taken;
    }
}
