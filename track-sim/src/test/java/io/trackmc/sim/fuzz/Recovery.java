package io.trackmc.sim.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.ParentBound;
import io.trackmc.proto.receiver.ReceiverState;
import io.trackmc.proto.repairhead.RepairHeadState;
import io.trackmc.proto.sender.SenderState;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Place.Role;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whatever was done to a node, it is still good for an honest exchange afterwards: all others start anew and are honest, and a
 * session with the victim in its old place must end as if nothing had happened.
 */
final class Recovery {

    /** Above all that an attack can make of an incarnation with a few bytes. */
    private static final long FRESH_RUNS = 0xFFFF_FFFF_FFFF_0000L;

    private static final long PATIENCE_NS = 60_000_000_000L;
    private static final int MESSAGES = 10;
    private static final int MESSAGE_BYTES = 700;

    private final Bench bench;
    private final int victim;

    private Recovery(Bench bench, int victim) {
        this.bench = bench;
        this.victim = victim;
    }

    static void check(Bench bench, int victim) {
        bench.skipRuns(FRESH_RUNS);
        bench.loseAllFlying();
        Recovery recovery = new Recovery(bench, victim);
        switch (bench.group.topology().place(victim).role()) {
            case SENDER -> recovery.checkSender();
            case REPAIR_HEAD -> recovery.checkRepairHead();
            case RECEIVER -> recovery.checkReceiver();
        }
    }

    private void checkSender() {
        restart(Role.REPAIR_HEAD, Role.RECEIVER);
        sender().sender().begin();
        expect("everybody joins", () -> receivers().allMatch(Recovery::hasJoined));
        boolean active = sender().sender().state() == SenderState.ACTIVE && sender().publisher.isOpen();
        publish();
        expect("the sender finishes", () -> sender().sender().state() == SenderState.FINISHED);
        expect("all receivers finish", () -> receivers().allMatch(Recovery::isFinished));
        if (active) {
            receivers().forEach(this::expectMessages);
        }
    }

    private void checkRepairHead() {
        bench.restart(Group.SENDER);
        BenchNode head = bench.node(victim);
        expect("the repair head joins the new session", () -> head.repairHead().state() == RepairHeadState.ACTIVE
                && head.repairHead().session().incarnation().equals(sender().keys.incarnation()));
        restart(Role.REPAIR_HEAD, Role.RECEIVER);
        expect("everybody joins", () -> receivers().allMatch(Recovery::hasJoined));
        assertThat(bench.node(Group.SIBLING).events).as("bound to the victim")
                .anyMatch(event -> event instanceof ParentBound bound && bound.parent() == victim);
        sender().sender().begin();
        publish();
        expect("all receivers finish", () -> receivers().allMatch(Recovery::isFinished));
        expect("the sender finishes", () -> sender().sender().state() == SenderState.FINISHED);
        receivers().forEach(this::expectMessages);
    }

    private void checkReceiver() {
        BenchNode target = bench.node(victim);
        boolean fresh = target.receiver().state() == ReceiverState.JOINING;
        restart(Role.SENDER, Role.REPAIR_HEAD, Role.RECEIVER);
        expect("everybody joins", () -> receivers().allMatch(Recovery::hasJoined));
        sender().sender().begin();
        publish();
        expect("all receivers finish", () -> receivers().allMatch(Recovery::isFinished));
        receivers().filter(node -> fresh || node.id() != victim).forEach(this::expectMessages);
    }

    private void restart(Role... roles) {
        for (Place place : bench.group.topology().places()) {
            if (place.id() != victim && List.of(roles).contains(place.role())) {
                bench.restart(place.id());
            }
        }
    }

    private void publish() {
        messages().forEach(sender().publisher::offer);
        sender().publisher.close();
    }

    private static Stream<byte[]> messages() {
        return IntStream.range(0, MESSAGES).mapToObj(i -> {
            byte[] message = new byte[MESSAGE_BYTES];
            java.util.Arrays.fill(message, (byte) (0x80 + i));
            return message;
        });
    }

    private void expectMessages(BenchNode receiver) {
        List<byte[]> delivered = receiver.delivered;
        assertThat(delivered.subList(Math.max(0, delivered.size() - MESSAGES), delivered.size()).stream()
                .map(Recovery::describe)).as("what receiver %d got last", receiver.id())
                .containsExactlyElementsOf(messages().map(Recovery::describe).toList());
    }

    /** Short, because failures print it. */
    private static String describe(byte[] message) {
        return message.length + " bytes #" + Integer.toHexString(java.util.Arrays.hashCode(message));
    }

    private void expect(String what, BooleanSupplier condition) {
        assertThat(bench.advanceUntil(condition, PATIENCE_NS)).as(() -> what + ": " + states()).isTrue();
    }

    private String states() {
        StringBuilder states = new StringBuilder();
        for (Place place : bench.group.topology().places()) {
            states.append(place.id()).append(' ').append(switch (place.role()) {
                case SENDER -> sender().sender().state();
                case REPAIR_HEAD -> bench.node(place.id()).repairHead().state();
                case RECEIVER -> bench.node(place.id()).receiver().state();
            }).append(' ');
        }
        return states.toString();
    }

    private BenchNode sender() {
        return bench.node(Group.SENDER);
    }

    private Stream<BenchNode> receivers() {
        return bench.group.topology().of(Role.RECEIVER).stream().map(place -> bench.node(place.id()));
    }

    private static boolean hasJoined(BenchNode receiver) {
        return receiver.receiver().state() != ReceiverState.JOINING;
    }

    private static boolean isFinished(BenchNode receiver) {
        return receiver.receiver().state() == ReceiverState.FINISHED;
    }
}
