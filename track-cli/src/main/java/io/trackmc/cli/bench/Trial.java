package io.trackmc.cli.bench;

/**
 * One peer once.
 *
 * @param bytes of a message
 * @param receivers how many
 * @param loss share of the datagrams that each receiver's host drops, each for itself
 * @param rate messages a second; 0 for as fast as the peer takes them
 * @param warmUpSeconds before the measured time
 * @param seconds measured
 */
record Trial(Peer peer, Mode mode, int bytes, int receivers, double loss, double rate, double warmUpSeconds,
        double seconds) {

    private static final double LEARNING_SECONDS = 8;
    private static final double LEARNING_LOSS = 0.002;

    /**
     * A trial from which a JVM learns what runs often: one receiver, and as fast as it goes. A little is lost, because code for repairs that
     * was never seen at work is left out of what is compiled, and all of it is compiled again when the first comes.
     */
    Trial toLearnFrom() {
        return new Trial(peer, Mode.WHOLE, bytes, 1, LEARNING_LOSS, 0, 0, LEARNING_SECONDS);
    }
}
