package io.trackmc.proto.tree;

import io.trackmc.proto.engine.EngineScratch;
import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.StalePairs;
import io.trackmc.proto.testing.FakeGroup;
import io.trackmc.proto.testing.FakeGroup.Member;
import io.trackmc.proto.testing.FakeGroup.Role;
import io.trackmc.proto.testing.FakeHopKeys;
import io.trackmc.proto.testing.Nodes;
import io.trackmc.proto.testing.Overflow;
import io.trackmc.proto.testing.Sent;
import io.trackmc.proto.wire.AdvertiseMessage;
import io.trackmc.proto.wire.BindRole;
import io.trackmc.proto.wire.MessageType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A child without a parent, two candidates, and which of them it asks for rekeys that it may have missed. */
class StaleCatchUpTest {

    private static final int PRIMARY = 1;
    private static final int BACKUP = 2;
    private static final int CHILD = 100;
    private static final int SPI_OFFSET = 8;
    private static final long MS = 1_000_000;
    private static final long PATIENCE_MS = 300;
    private static final long LONGER_THAN_ANY_PAUSE_MS = 600;

    private final FakeGroup group = new FakeGroup().add(new Member(PRIMARY, Role.SENDER, 0, List.of()))
            .add(new Member(BACKUP, Role.REPAIR_HEAD, 2, List.of(PRIMARY)))
            .add(new Member(CHILD, Role.RECEIVER, 0, List.of(PRIMARY, BACKUP)));
    private final Counters counters = new Counters();
    private final Transmit out = new Transmit(1408);
    private @Nullable DropReason advertised;
    private boolean ownSpi;
    private long nowNs = Overflow.in(100 * MS);
    private final HopKeys keys = keys();
    private final BindClient binds = new BindClient(keys, new BindSettings(BindRole.RECEIVER, 0,
            List.of(new ParentCandidate(PRIMARY, 0, null), new ParentCandidate(BACKUP, 2, null)),
            ProtocolConfig.lan().tree(), false), silent(BindListener.class), new EventQueue(counters), counters,
            new SplittableRandom(1), new EngineScratch());
    private final StaleCatchUp stale = new StaleCatchUp(keys, binds, owner(), counters, new SplittableRandom(2),
            new EngineScratch());

    @Test
    void whoIsAnsweredIsNotBehind() {
        start();
        advertises(PRIMARY);
        answeredEvery100MsFor(1_000);

        assertThat(asked()).isZero();
    }

    @Test
    void whoIsAnsweredByOthersThatMayHaveMissedTheSameAsksOneThatItDoesNotUnderstand() {
        start();
        advertises(PRIMARY);
        advertised = DropReason.UNKNOWN_SPI;
        advertises(BACKUP);
        answeredEvery100MsFor(PATIENCE_MS + 100);

        assertThat(asked()).isPositive();
    }

    @Test
    void whoSpeaksIsAskedMoreOftenThanWhoDoesNot() {
        start();
        advertises(PRIMARY);
        advertised = DropReason.UNKNOWN_SPI;
        int ofBackup = 0;
        for (int i = 0; i < 8; i++) {
            nowNs += LONGER_THAN_ANY_PAUSE_MS * MS;
            advertises(BACKUP);
            ofBackup += asked() == BACKUP ? 1 : 0;
        }
        assertThat(ofBackup).isEqualTo(6);
    }

    @Test
    void whoIsMadeToSpeakByAnOutsiderIsNotTheOnlyOneThatIsAsked() {
        start();
        advertises(PRIMARY);
        advertises(BACKUP);
        advertised = DropReason.UNKNOWN_SPI;
        boolean askedOther = false;
        for (int i = 0; i < 4; i++) {
            nowNs += LONGER_THAN_ANY_PAUSE_MS * MS;
            advertises(PRIMARY);
            askedOther |= asked() == BACKUP;
        }
        assertThat(askedOther).isTrue();
    }

    @Test
    void whoSpeaksUnderAnEpochThatIsOverHereIsBehindAndNotAhead() {
        start();
        advertises(PRIMARY);
        ownSpi = true;
        advertised = DropReason.UNKNOWN_SPI;
        advertises(BACKUP);
        answeredEvery100MsFor(PATIENCE_MS + 100);

        assertThat(asked()).isZero();
    }

    @Test
    void anAnswerIsTakenOnlyFromOneThatWasAskedLatelyAndIsNoStranger() {
        start();
        stale.askedParent(nowNs, PRIMARY);

        assertThat(stale.isAsked(nowNs, PRIMARY)).isTrue();
        assertThat(stale.isAsked(nowNs, BACKUP)).isFalse();
        assertThat(stale.isAsked(nowNs, 77)).isFalse();
        assertThat(stale.isAsked(nowNs + OpenQuestions.OPEN_NS + 1, PRIMARY)).isFalse();
    }

    @Test
    void noAnswerIsTakenFromOneThatWasExpelledMeanwhile() {
        start();
        stale.askedParent(nowNs, BACKUP);

        binds.onExpelled(nowNs, BACKUP);

        assertThat(stale.isAsked(nowNs, BACKUP)).isFalse();
    }

    private void start() {
        binds.start(nowNs);
        stale.heard(nowNs);
    }

    private void answeredEvery100MsFor(long ms) {
        for (long i = 0; i < ms; i += 100) {
            nowNs += 100 * MS;
            stale.heard(nowNs);
        }
    }

    /** Whom it asks now; 0 nobody. */
    private int asked() {
        if (!stale.poll(nowNs, out)) {
            return 0;
        }
        Sent sent = Sent.of(CHILD, out, 0);
        assertThat(sent.is(MessageType.REKEY_REQUEST)).isTrue();
        return Nodes.endpoint(BACKUP).equals(out.endpoint()) ? BACKUP : PRIMARY;
    }

    private void advertises(int parent) {
        HopKeys own = new FakeHopKeys(group, parent, Nodes.incarnation(parent, 1));
        byte[] bytes = new byte[1408];
        int outer = new AdvertiseMessage().incarnationTail(Nodes.incarnation(parent, 1).low()).level(0)
                .unicastPort(Nodes.endpoint(parent).port()).receiverSlots(8).write(bytes, 0);
        int length = own.dataSealer().seal(bytes, 0, outer);
        bytes[SPI_OFFSET] ^= (byte) (advertised == null || ownSpi ? 0 : 1);
        Ingress packet = new Ingress(counters, 1408);
        assertThat(packet.accept(bytes, 0, length)).isTrue();
        Path path = new Path().set(Path.Channel.REGION, Nodes.endpoint(parent).high(), Nodes.endpoint(parent).low(),
                Nodes.endpoint(parent).port());
        binds.onAdvertise(nowNs, path, packet);
    }

    private HopKeys keys() {
        HopKeys fake = new FakeHopKeys(group, CHILD, Nodes.incarnation(CHILD, 1));
        return (HopKeys) Proxy.newProxyInstance(HopKeys.class.getClassLoader(), new Class<?>[] {HopKeys.class},
                (_, method, arguments) -> {
                    if (method.getName().equals("stalePairs")) {
                        return pairs();
                    }
                    if (method.getName().equals("verifyAdvertise") && advertised != null) {
                        return advertised;
                    }
                    try {
                        return method.invoke(fake, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static StalePairs pairs() {
        return (StalePairs) Proxy.newProxyInstance(StalePairs.class.getClassLoader(), new Class<?>[] {StalePairs.class},
                (_, _, arguments) -> (int) arguments[3] + HopKeys.ICV_LENGTH);
    }

    private static UpstreamOwner owner() {
        return (UpstreamOwner) Proxy.newProxyInstance(UpstreamOwner.class.getClassLoader(),
                new Class<?>[] {UpstreamOwner.class},
                (_, method, _) -> method.getName().equals("fillStaleRequest") ? Boolean.TRUE
                        : method.getReturnType() == boolean.class ? Boolean.FALSE : null);
    }

    private static <T> T silent(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, _, _) -> null));
    }
}
