package io.trackmc.sim.node;

import io.trackmc.sim.core.LocalClock;

/**
 * What a host is like.
 *
 * @param clock its clock
 * @param timerSlackNs how late its timers can be; uniform from 0
 * @param socketQueueDatagrams how many datagrams wait while it is paused; more are lost
 * @param datagramBytes largest datagram that it sends
 * @param timersFirst whether it looks at timers before datagrams when it wakes up from a pause
 */
public record HostSettings(
        LocalClock clock, long timerSlackNs, int socketQueueDatagrams, int datagramBytes, boolean timersFirst) {

    /** An exact host with room for 512 datagrams of 1,408 bytes. */
    public static final HostSettings DEFAULT = new HostSettings(LocalClock.EXACT, 0, 512, 1_408, false);

    /** The same with another clock. */
    public HostSettings with(LocalClock newClock) {
        return new HostSettings(newClock, timerSlackNs, socketQueueDatagrams, datagramBytes, timersFirst);
    }
}
