package io.trackmc.cli.demo;

import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentEpoch;
import io.trackmc.receiver.ReceiverStatus;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The last receiver is expelled in the middle of a demonstration; the sender does not come to the end of the file before that has come into effect. */
final class Expulsion {

    private static final long PACE_MS = 50;

    private final DemoGroup group;
    private final DemoAuthorities authorities;
    private final DemoReceiver expelled;
    private final CountDownLatch effect = new CountDownLatch(1);
    private boolean asked;

    Expulsion(DemoGroup group, DemoAuthorities authorities) {
        this.group = group;
        this.authorities = authorities;
        this.expelled = group.receivers().getLast();
    }

    /** Once a third is on its way, and the receiver has some of it. */
    void look(DemoState state, long size) {
        ReceiverStatus status = state.receivers().getLast();
        if (!asked && state.sender().bytesTaken() >= size / 3 && status.delivered() > 0) {
            asked = true;
            ContentBundle given = expelled.given().content();
            group.witness().expelling(System.nanoTime(),
                    given.epochs().stream().map(ContentEpoch::spi).collect(Collectors.toSet()));
            given.destroy();
            authorities.expel(expelled.name());
        }
        if (asked && state.sender().keys().content().activeEpoch() > status.keys().content().installedEpoch()) {
            effect.countDown();
        }
    }

    /**
     * Holds the sender back until it seals under a key that the expelled one has not: what it would have sent meanwhile could have been read, and counts so.
     *
     * @param scarce whether nothing may be sent any more before that; else a little is
     */
    void pace(boolean scarce) throws InterruptedException {
        if (effect.getCount() == 0) {
            return;
        }
        if (scarce) {
            effect.await();
        } else {
            var _ = effect.await(PACE_MS, TimeUnit.MILLISECONDS);
        }
        group.witness().couldHaveRead(System.nanoTime());
    }
}
