package io.trackmc.receiver;

import io.trackmc.proto.engine.EngineEvent.SessionClosed;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import io.trackmc.proto.seq.SequenceNumbers;
import java.nio.ByteBuffer;

/** One element of a {@link FlowSource}, in the order of the source; the same as the calls of a {@link StreamHandler}. */
public sealed interface StreamItem {

    /** A message, in memory of its own, with its place in the session ({@link io.trackmc.proto.fragment.MessagePlace}). */
    record Message(long place, ByteBuffer bytes) implements StreamItem {}

    /** A session begins. */
    record Opened(SessionOpened session) implements StreamItem {

        /** Whether this receiver came late and misses what was before {@link SessionOpened#firstSequence}. */
        public boolean isLate() {
            return session.firstSequence() > SequenceNumbers.FIRST;
        }
    }

    /** Packets are lost for good, and with them all messages that had a part in them. */
    record Gap(Unrecoverable packets) implements StreamItem {}

    /** A session is over. */
    record Closed(SessionClosed session) implements StreamItem {}
}
