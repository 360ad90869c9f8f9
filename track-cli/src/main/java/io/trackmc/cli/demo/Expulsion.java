package io.trackmc.cli.demo;

import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentBundleFile;
import io.trackmc.keys.payload.ContentEpoch;
import io.trackmc.receiver.ReceiverStatus;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** The last receiver is expelled in the middle of a demonstration; the last part of the file waits until that has come into effect. */
final class Expulsion {

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
            ContentBundle given = new ContentBundleFile()
                    .read(Objects.requireNonNull(expelled.config().files().contentBundle()), _ -> {});
            group.witness().expelling(System.nanoTime(),
                    given.epochs().stream().map(ContentEpoch::spi).collect(Collectors.toSet()));
            given.destroy();
            authorities.expel(expelled.name());
        }
        if (asked && state.sender().keys().content().activeEpoch() > status.keys().content().installedEpoch()) {
            effect.countDown();
        }
    }

    /** Waits until the sender seals under a key that the expelled one has not. */
    void awaitEffect() throws InterruptedException {
        effect.await();
    }
}
