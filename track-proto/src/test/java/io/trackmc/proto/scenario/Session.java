package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.receiver.ReceiverState;
import io.trackmc.proto.sender.SenderState;
import io.trackmc.proto.testing.FakeGroup.Member;
import io.trackmc.proto.testing.FakeGroup.Role;
import io.trackmc.proto.testing.Node;
import io.trackmc.proto.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One session of the sender of a world: what was sent, and whether everybody got it. */
final class Session {

    static final long MS = 1_000_000;
    static final long SECOND = 1000 * MS;

    private final World world;
    private final int source;
    private final List<byte[]> published = new ArrayList<>();

    Session(World world) {
        this.world = world;
        this.source = world.group().source();
    }

    /** {@code count} different messages of {@code bytes} bytes. */
    static List<byte[]> messages(int count, int bytes) {
        SplittableRandom random = new SplittableRandom(count * 31L + bytes);
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] message = new byte[bytes];
            random.nextBytes(message);
            messages.add(message);
        }
        return messages;
    }

    /** Waits until every receiver is counted at the sender, then begins. */
    void bindAll() {
        int all = receivers().size();
        world.runUntil("all bound", 10 * SECOND, () -> world.node(source).sender().receiverCount() == all);
        begin();
    }

    void begin() {
        world.node(source).sender().begin();
        world.settle(source);
    }

    /** Offers messages as fast as there is room. */
    void send(List<byte[]> messages) {
        published.addAll(messages);
        world.node(source).publish(messages);
        world.settle(source);
    }

    void close() {
        world.node(source).closeWhenOffered();
        world.settle(source);
    }

    /** Closes, and waits until the sender and every receiver that runs is finished. */
    void finish() {
        close();
        world.runUntil("finished", 30 * SECOND, this::isFinished);
    }

    boolean isFinished() {
        return world.node(source).sender().state() == SenderState.FINISHED
                && receivers().stream().noneMatch(
                        n -> n.isRunning() && n.receiver().state() != ReceiverState.FINISHED);
    }

    List<Node> receivers() {
        return world.group().members().stream().filter(m -> m.role() == Role.RECEIVER).map(Member::id).map(world::node)
                .toList();
    }

    List<byte[]> published() {
        return published;
    }

    void assertEveryReceiverHasAll() {
        for (Node receiver : receivers()) {
            assertHasAll(receiver);
        }
    }

    void assertHasAll(Node receiver) {
        assertThat(receiver.delivered()).as("messages of receiver %d", receiver.id()).hasSameSizeAs(published);
        for (int i = 0; i < published.size(); i++) {
            assertThat(receiver.delivered().get(i)).as("message %d of receiver %d", i, receiver.id())
                    .isEqualTo(published.get(i));
        }
    }
}
