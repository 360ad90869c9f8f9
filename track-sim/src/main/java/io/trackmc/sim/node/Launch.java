package io.trackmc.sim.node;

import io.trackmc.proto.protect.Incarnation;
import io.trackmc.sim.core.Seed;

/**
 * What a run of a node is given when it starts.
 *
 * @param node node id
 * @param run 1 for the first start, increasing by 1 with each restart
 * @param incarnation differs for each run and is higher for a later one
 * @param seed of everything random in this run
 * @param journal where the application reports what it did
 */
public record Launch(int node, int run, Incarnation incarnation, Seed seed, Journal journal) {

    /** Takes down what an application does, for the checkers. */
    public interface Journal {

        /** The engine of a source took this message. */
        void offered(byte[] message);

        /** A receiver got this message. */
        void delivered(byte[] message);

        /** What a receiver's application was given up to this sequence is confirmed as far as it is concerned. */
        void confirmed(long sequence);

        /** A source ended the session. */
        void closed();
    }
}
