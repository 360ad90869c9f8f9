package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.time.Deadlines;
import org.jspecify.annotations.Nullable;

/** A child's questions to its candidates, how far away they are; none where the configuration says in which order it takes them. */
final class Discovery {

    private final ParentFinder candidates;
    private final @Nullable ParentMeter meter;
    private final BindRequests requests;

    Discovery(ParentFinder candidates, BindRequests requests) {
        this.candidates = candidates;
        this.meter = candidates.meter();
        this.requests = requests;
    }

    /** This child looks for a parent, and wants to know afterwards where others are. */
    void start(long nowNs) {
        if (meter != null) {
            meter.start(nowNs);
        }
    }

    /** This child needs no parent any more. */
    void stop() {
        if (meter != null) {
            meter.stop();
        }
    }

    /** When a candidate whose address is known is to be asked. */
    long nextDeadlineNs() {
        long dueNs = Deadlines.NONE;
        for (int i = 0; meter != null && i < candidates.size(); i++) {
            if (candidates.endpoint(i) != null) {
                dueNs = Deadlines.earlier(dueNs, meter.dueNs(i));
            }
        }
        return dueNs;
    }

    /** Writes a question that is due. */
    boolean poll(long nowNs, Transmit out) {
        for (int i = 0; meter != null && i < candidates.size(); i++) {
            Endpoint endpoint = candidates.endpoint(i);
            if (endpoint != null && Deadlines.isDue(meter.dueNs(i), nowNs)) {
                requests.writeQuery(out, candidates.id(i), endpoint, meter.ask(nowNs, i));
                return true;
            }
        }
        return false;
    }
}
