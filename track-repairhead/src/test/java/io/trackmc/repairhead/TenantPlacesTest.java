package io.trackmc.repairhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TenantPlacesTest {

    private final TenantPlaces places = new TenantPlaces(3);
    private final TenantPlaces.Share left = places.share();
    private final TenantPlaces.Share right = places.share();

    @Test
    void shouldHaveOnePlaceForOneChildOfAnySession() {
        assertThat(left.take()).isTrue();
        assertThat(right.take()).isTrue();
        assertThat(right.free()).isOne();
        assertThat(left.take()).isTrue();
        assertThat(right.take()).isFalse();
        left.giveBack();
        assertThat(right.take()).isTrue();
        assertThat(places.taken()).isEqualTo(3);
    }

    @Test
    void shouldGiveAllPlacesBackWhenASessionEnds() {
        left.take();
        left.take();
        right.take();
        left.close();
        assertThat(places.taken()).isOne();
    }

    @Test
    void shouldKeepWhoIsThereWhenThereAreFewerPlaces() {
        left.take();
        left.take();
        places.places(1);
        assertThat(right.free()).isZero();
        assertThat(right.take()).isFalse();
        left.giveBack();
        assertThat(right.take()).isFalse();
    }

    /** Sessions admit children on threads of their own. */
    @Test
    void shouldNeverGiveMorePlacesThanThereAre() throws InterruptedException {
        TenantPlaces many = new TenantPlaces(1_000);
        AtomicInteger got = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            TenantPlaces.Share share = many.share();
            threads.add(Thread.ofPlatform().start(() -> {
                for (int n = 0; n < 1_000; n++) {
                    got.addAndGet(share.take() ? 1 : 0);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(got).hasValue(1_000);
    }
}
