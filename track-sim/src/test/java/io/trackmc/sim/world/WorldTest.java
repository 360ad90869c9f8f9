package io.trackmc.sim.world;

import static io.trackmc.sim.toy.ToyWorld.FIRST_RECEIVER;
import static io.trackmc.sim.toy.ToyWorld.SENDER;
import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.sim.core.LocalClock;
import io.trackmc.sim.net.Bandwidth;
import io.trackmc.sim.net.Damage;
import io.trackmc.sim.net.Delay;
import io.trackmc.sim.net.LinkProfile;
import io.trackmc.sim.net.LinkProfiles;
import io.trackmc.sim.net.Loss;
import io.trackmc.sim.observe.Trace;
import io.trackmc.sim.toy.ToyWorld;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorldTest {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final LinkProfile NASTY = LinkProfile.CLEAN
            .with(new Delay(100_000, 900_000, 0.05, 5_000_000))
            .with(new Loss(0.2, 0.002, 44, new Loss.GilbertElliott(0.01, 0.1, 0.8)))
            .with(new Damage(0.05, 0.05, 0.05, 0.05))
            .with(new Bandwidth(10_000_000, 100_000));

    @Test
    void shouldCompleteOnCleanNetwork() {
        ToyWorld toy = new ToyWorld(1, 3, 50).start();
        assertThat(toy.world.runUntil(toy::isComplete, SECOND_NS)).isTrue();
        assertThat(toy.deliveries.offered()).isEqualTo(50);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MAX_VALUE - SECOND_NS / 100, Long.MIN_VALUE + 1, 77_777_777_777_777L})
    void shouldCompleteOnNastyNetworkWhateverTheClockShows(long originNs) {
        ToyWorld toy = new ToyWorld(2, 4, 200, new LocalClock(originNs, 80), message -> message);
        toy.world.network().profiles(LinkProfiles.all(NASTY));
        toy.start();
        assertThat(toy.world.runUntil(toy::isComplete, 60 * SECOND_NS)).as("%s", toy.world.violations().texts())
                .isTrue();
    }

    @Test
    void shouldHaveSameHistoryForSameSeed() {
        assertThat(nastyHash(5)).isEqualTo(nastyHash(5)).isNotEqualTo(nastyHash(6));
    }

    @Test
    void shouldCatchDeliveryThatIsAltered() {
        ToyWorld toy = new ToyWorld(1, 2, 10, LocalClock.EXACT, message -> {
            byte[] altered = message.clone();
            altered[0] ^= 1;
            return altered;
        });
        assertThat(toy.start().world.runUntil(toy::isComplete, SECOND_NS)).isFalse();
        assertThat(toy.world.violations().texts()).first().asString().contains("delivery").contains("message 0");
    }

    @Test
    void shouldStandStillWhilePausedAndCatchUp() {
        ToyWorld toy = new ToyWorld(3, 2, 100).start();
        toy.world.runFor(5_000_000);
        toy.world.node(FIRST_RECEIVER).pause();
        long before = toy.deliveries.delivered(FIRST_RECEIVER);
        toy.world.runFor(SECOND_NS);
        assertThat(toy.deliveries.delivered(FIRST_RECEIVER)).isEqualTo(before);
        assertThat(toy.deliveries.isComplete(FIRST_RECEIVER + 1)).isTrue();
        toy.world.node(FIRST_RECEIVER).resume();
        assertThat(toy.world.runUntil(toy::isComplete, SECOND_NS)).isTrue();
    }

    @Test
    void shouldStartWithoutMemoryAfterCrash() {
        ToyWorld toy = new ToyWorld(4, 2, 100).start();
        toy.world.runFor(10_000_000);
        assertThat(toy.deliveries.delivered(FIRST_RECEIVER)).isPositive();
        toy.world.node(FIRST_RECEIVER).crash();
        toy.world.runFor(1_000_000);
        toy.world.node(FIRST_RECEIVER).start();
        assertThat(toy.world.node(FIRST_RECEIVER).runs()).isEqualTo(2);
        assertThat(toy.deliveries.delivered(FIRST_RECEIVER)).isZero();
        assertThat(toy.world.runUntil(toy::isComplete, SECOND_NS)).isTrue();
    }

    @Test
    void shouldDeliverNothingThroughPartitionUntilHealed() {
        ToyWorld toy = new ToyWorld(5, 2, 20);
        BitSet sender = new BitSet();
        sender.set(SENDER);
        BitSet one = new BitSet();
        one.set(FIRST_RECEIVER);
        toy.world.network().partition(sender, one);
        toy.start().world.runFor(SECOND_NS);
        assertThat(toy.deliveries.delivered(FIRST_RECEIVER)).isZero();
        assertThat(toy.deliveries.isComplete(FIRST_RECEIVER + 1)).isTrue();
        toy.world.network().heal();
        assertThat(toy.world.runUntil(toy::isComplete, SECOND_NS)).isTrue();
    }

    @Test
    void shouldWriteOneLineForEachThingThatHappens() {
        ToyWorld toy = new ToyWorld(6, 1, 3);
        List<String> lines = new ArrayList<>();
        toy.world.observe(new Trace(lines::add));
        assertThat(toy.start().world.runUntil(toy::isComplete, SECOND_NS)).isTrue();
        assertThat(lines).anyMatch(line -> line.contains("host STARTED run 1"))
                .anyMatch(line -> line.contains("send DATA"))
                .anyMatch(line -> line.contains("recv DATA from 1 SENT")).anyMatch(line -> line.contains("deliver"));
    }

    private static long nastyHash(long seed) {
        ToyWorld toy = new ToyWorld(seed, 4, 200);
        toy.world.network().profiles(LinkProfiles.all(NASTY));
        toy.start();
        assertThat(toy.world.runUntil(toy::isComplete, 60 * SECOND_NS)).isTrue();
        return toy.world.eventHash();
    }
}
