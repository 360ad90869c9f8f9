package io.trackmc.sim.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Path;
import io.trackmc.sim.core.Seed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkTest {

    private static final Endpoint ADDRESS = new Endpoint(0, 1, 2);
    private static final int DATAGRAMS = 20_000;
    private static final long GAP_NS = 10_000;

    private record Arrival(long atNs, Datagram datagram) {}

    private final Link link = new Link(new Seed(11));
    private final List<Arrival> arrivals = new ArrayList<>();

    @Test
    void shouldDeliverEverythingInOrderWhenClean() {
        send(LinkProfile.CLEAN, 100);
        assertThat(ids()).hasSize(100).isSorted();
        assertThat(arrivals.getFirst().atNs).isEqualTo(50_000);
    }

    @Test
    void shouldLoseIndependentlyAtGivenRate() {
        send(LinkProfile.CLEAN.with(Loss.independent(0.3)), DATAGRAMS);
        assertThat(lossRate()).isCloseTo(0.3, within(0.02));
    }

    @Test
    void shouldLoseRunsOfConsecutiveDatagrams() {
        send(LinkProfile.CLEAN.with(Loss.bursts(0.002, 44)), DATAGRAMS);
        List<Long> ids = ids();
        long longest = 0;
        for (int i = 1; i < ids.size(); i++) {
            longest = Math.max(longest, ids.get(i) - ids.get(i - 1) - 1);
        }
        assertThat(longest).isBetween(20L, 100L);
        assertThat(lossRate()).isBetween(0.02, 0.08);
    }

    @Test
    void shouldLoseMoreInBadState() {
        send(LinkProfile.CLEAN.with(new Loss(0, 0, 1, new Loss.GilbertElliott(0.01, 0.09, 1))), DATAGRAMS);
        assertThat(lossRate()).isCloseTo(0.1, within(0.03));
    }

    @Test
    void shouldKeepOrderUnderJitterAndBreakItOnRequest() {
        send(LinkProfile.CLEAN.with(new Delay(1_000, 500_000, 0, 0)), 1_000);
        assertThat(arrivalTimesInOrderOfSending()).isSorted();
        arrivals.clear();
        send(LinkProfile.CLEAN.with(new Delay(1_000, 0, 0.1, 5_000_000)), 1_000);
        List<Long> times = arrivalTimesInOrderOfSending();
        assertThat(times).isNotEqualTo(times.stream().sorted().toList());
    }

    @Test
    void shouldDuplicateAndReplayUnchanged() {
        send(LinkProfile.CLEAN.with(new Damage(0.1, 0, 0, 0.1)), DATAGRAMS);
        long replayed = count(Datagram.Origin.REPLAYED);
        assertThat((double) replayed / DATAGRAMS).isCloseTo(0.1, within(0.02));
        assertThat((double) (count(Datagram.Origin.SENT) - DATAGRAMS) / DATAGRAMS).isCloseTo(0.1, within(0.02));
        assertThat(count(Datagram.Origin.FORGED)).isZero();
    }

    @Test
    void shouldMarkDamagedDatagramsAsForgedAndNeverTouchOriginals() {
        byte[] original = {1, 2, 3, 4};
        for (int i = 0; i < 1_000; i++) {
            link.send(i * GAP_NS, LinkProfile.CLEAN.with(new Damage(0, 0.5, 0.5, 0)), datagram(i, original),
                    this::arrive);
        }
        assertThat(original).containsExactly(1, 2, 3, 4);
        assertThat(arrivals).allSatisfy(arrival -> assertThat(arrival.datagram.origin() == Datagram.Origin.FORGED)
                .isNotEqualTo(Arrays.equals(arrival.datagram.bytes(), original)));
        assertThat(count(Datagram.Origin.FORGED)).isBetween(600L, 900L);
    }

    @Test
    void shouldLetNoMoreThroughThanBandwidthAndQueueAllow() {
        long bytesPerSecond = 50_000_000;
        send(LinkProfile.CLEAN.with(new Bandwidth(bytesPerSecond, 10_000)), DATAGRAMS);
        long durationNs = DATAGRAMS * GAP_NS;
        long bytes = arrivals.size() * 1_000L;
        assertThat(bytes).isCloseTo(bytesPerSecond * durationNs / 1_000_000_000L, within(20_000L));
    }

    @Test
    void shouldHoldEverythingBackWhileClogged() {
        link.clogUntil(1_000_000_000);
        send(LinkProfile.CLEAN, 10);
        assertThat(arrivals).hasSize(10).allSatisfy(arrival -> assertThat(arrival.atNs).isEqualTo(1_000_000_000));
    }

    private void send(LinkProfile profile, int count) {
        for (int i = 0; i < count; i++) {
            link.send(i * GAP_NS, profile, datagram(i, new byte[1_000]), this::arrive);
        }
    }

    private void arrive(long atNs, Datagram datagram) {
        arrivals.add(new Arrival(atNs, datagram));
    }

    private List<Long> ids() {
        return arrivals.stream().map(arrival -> arrival.datagram.id()).toList();
    }

    private List<Long> arrivalTimesInOrderOfSending() {
        return arrivals.stream().map(Arrival::atNs).toList();
    }

    private double lossRate() {
        return 1 - (double) arrivals.size() / DATAGRAMS;
    }

    private long count(Datagram.Origin origin) {
        return arrivals.stream().filter(arrival -> arrival.datagram.origin() == origin).count();
    }

    private static Datagram datagram(long id, byte[] bytes) {
        return new Datagram(id, 1, ADDRESS, Path.Channel.DATA, bytes, Datagram.Origin.SENT);
    }
}
