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
        double seconds) {}
