package io.trackmc.proto.testing;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.Message;
import io.trackmc.proto.wire.NullDataHeader;
import io.trackmc.proto.wire.ODataHeader;
import io.trackmc.proto.wire.RDataHeader;
import java.util.Arrays;

/**
 * A member that has turned: it uses the keys that members share to speak as a node that it is not, and its own keys to say what is not
 * true. It holds no pair key of others and no GroupDataKey of a source's sealer.
 */
public final class Insider {

    private static final int INNER_BYTES = 100;

    private final World world;
    private long forged;

    public Insider(World world) {
        this.world = world;
    }

    /** Puts a packet of a parent's local control channel, as that parent's neighbours could forge it, before one child. */
    public void onRegion(int asParent, int victim, Message message) {
        byte[] datagram = new byte[2_000];
        int outerLength = message.write(datagram, 0);
        int length = keysOf(asParent).regionSealer().seal(datagram, 0, outerLength);
        inject(victim, Path.Channel.REGION, asParent, datagram, length);
    }

    /** A packet of a parent's local control channel with any counter, as that parent's neighbours could forge it. */
    public byte[] forged(int asParent, long counter, Message message) {
        byte[] datagram = new byte[2_000];
        int outerLength = message.write(datagram, 0);
        HopKeys keys = new FakeHopKeys(world.group(), asParent, world.node(asParent).incarnation(), counter - 1);
        return Arrays.copyOf(datagram, keys.regionSealer().seal(datagram, 0, outerLength));
    }

    /** A NullData of the source without INNER and with any counter. */
    public byte[] forgedNullData(long counter) {
        byte[] datagram = new byte[2_000];
        int outerLength = NullDataHeader.write(datagram, 0, 0, 0, 0, 0);
        HopKeys keys = new FakeHopKeys(world.group(), source(), world.node(source()).incarnation(), counter - 1);
        return Arrays.copyOf(datagram, keys.dataSealer().seal(datagram, 0, outerLength));
    }

    /** What a parent that has turned says to one of its receivers alone. */
    public void down(int parent, int receiver, Message message) {
        byte[] datagram = new byte[2_000];
        int outerLength = message.write(datagram, 0);
        HopSealer sealer = keysOf(parent).downSealer(receiver, KeyClass.LEAF_PAIR, world.node(receiver).incarnation());
        inject(receiver, Path.Channel.UNICAST, parent, datagram, sealer.seal(datagram, 0, outerLength));
    }

    /** An RData to one repair head with an INNER of this member's own making; {@code asParent} is a repair head that has turned. */
    public void repairDown(int asParent, int head, int stream, long sequence) {
        HopSealer sealer = keysOf(asParent).downSealer(head, KeyClass.INTERIOR_PAIR, world.node(head).incarnation());
        repair(sealer, Path.Channel.UNICAST, asParent, head, stream, sequence);
    }

    /** An RData of a parent's region with an INNER of this member's own making. */
    public void repairOnRegion(int asParent, int victim, int stream, long sequence) {
        repair(keysOf(asParent).regionSealer(), Path.Channel.REGION, asParent, victim, stream, sequence);
    }

    /** An OData of the source with an INNER of this member's own making. */
    public void data(int victim, long sequence) {
        byte[] datagram = new byte[2_000];
        int outerLength = ODataHeader.write(datagram, 0, 0, 0);
        sealInner(keysOf(source()).dataSealer(), datagram, outerLength, 0, sequence, victim);
    }

    /** An OData of the source whose OUTER says more than the one before with the same INNER. */
    public void dataHinting(int victim, long sequence, long highestReleased, int timestamp) {
        byte[] datagram = new byte[2_000];
        int outerLength = ODataHeader.write(datagram, 0, highestReleased, timestamp);
        sealInner(keysOf(source()).dataSealer(), datagram, outerLength, 0, sequence, victim);
    }

    /** An OData of the source's present run with an INNER of an earlier one. */
    public void dataOfEarlierRun(int victim, long sequence) {
        byte[] datagram = new byte[2_000];
        int outerLength = ODataHeader.write(datagram, 0, 0, 0);
        int innerLength = writeInner(datagram, outerLength, run() - 1, 0, sequence);
        seal(keysOf(source()).dataSealer(), datagram, outerLength, innerLength, victim);
    }

    /** A NullData of the source without INNER. */
    public void nullData(int victim, long highestSent, long highestReleased) {
        byte[] datagram = new byte[2_000];
        int outerLength = NullDataHeader.write(datagram, 0, highestSent, highestReleased, 0, 0);
        int length = keysOf(source()).dataSealer().seal(datagram, 0, outerLength);
        inject(victim, Path.Channel.DATA, source(), datagram, length);
    }

    /** A NullData of the source with a control INNER of this member's own making. */
    public void control(int victim, long sequence) {
        byte[] datagram = new byte[2_000];
        int outerLength = NullDataHeader.write(datagram, 0, 0, 0, 0, 0);
        sealInner(keysOf(source()).dataSealer(), datagram, outerLength, 1, sequence, victim);
    }

    /** What a child sends its parent under their pair key; {@code child} itself must not run any more. */
    public void up(int child, int parent, Message message) {
        upFrom(Nodes.endpoint(child), child, parent, message);
    }

    /** The same with another source address on the datagram. */
    public void upFrom(Endpoint source, int child, int parent, Message message) {
        byte[] datagram = new byte[2_000];
        int outerLength = message.write(datagram, 0);
        HopKeys keys = keysOf(child);
        int length = keys.upSealer(parent, world.node(parent).incarnation()).seal(datagram, 0, outerLength);
        world.inject(parent, Path.Channel.UNICAST, source, Arrays.copyOf(datagram, length));
    }

    /** What a parent that has turned, or is wrong, sends one child under their pair key. */
    public void down(int parent, int child, KeyClass pairClass, Message message) {
        byte[] datagram = new byte[2_000];
        int outerLength = message.write(datagram, 0);
        HopSealer sealer = keysOf(parent).downSealer(child, pairClass, world.node(child).incarnation());
        inject(child, Path.Channel.UNICAST, parent, datagram, sealer.seal(datagram, 0, outerLength));
    }

    /** What stands for SHA-256 of an INNER. */
    public static byte[] digest(byte[] inner) {
        byte[] digest = new byte[HopKeys.DIGEST_LENGTH];
        FakeHop.digest(inner, 0, inner.length, digest, 0);
        return digest;
    }

    private void repair(HopSealer sealer, Path.Channel channel, int asParent, int victim, int stream, long sequence) {
        byte[] datagram = new byte[2_000];
        int outerLength = RDataHeader.write(datagram, 0);
        int innerLength = writeInner(datagram, outerLength, run(), stream, sequence);
        byte[] digest = new byte[HopKeys.DIGEST_LENGTH];
        FakeHop.digest(datagram, outerLength, innerLength, digest, 0);
        inject(victim, channel, asParent, datagram, sealer.seal(datagram, 0, outerLength, innerLength, digest, 0));
    }

    private void sealInner(
            HopSealer sealer, byte[] datagram, int outerLength, int stream, long sequence, int victim) {
        seal(sealer, datagram, outerLength, writeInner(datagram, outerLength, run(), stream, sequence), victim);
    }

    private void seal(HopSealer sealer, byte[] datagram, int outerLength, int innerLength, int victim) {
        byte[] digest = new byte[HopKeys.DIGEST_LENGTH];
        FakeHop.digest(datagram, outerLength, innerLength, digest, 0);
        int length = sealer.seal(datagram, 0, outerLength, innerLength, digest, 0);
        inject(victim, Path.Channel.DATA, source(), datagram, length);
    }

    /** An INNER of the right shape whose tag is wrong. */
    private int writeInner(byte[] bytes, int offset, long run, int stream, long sequence) {
        FakeContent sealer = new FakeContent(new Incarnation(1, 1));
        InnerHeader.write(
                bytes, offset, sealer.suite(), stream, stream == 0 ? 1 : 2, sealer.contentSpi(), source(),
                run, sequence, INNER_BYTES);
        return sealer.seal(bytes, offset, INNER_BYTES);
    }

    private int source() {
        return world.group().source();
    }

    /** First 8 bytes of the source's incarnation. */
    private long run() {
        return world.node(source()).incarnation().high();
    }

    /** Counters go on a little above those of the true node, so that the packet is new and the node is not shut out. */
    private HopKeys keysOf(int id) {
        forged++;
        return new FakeHopKeys(world.group(), id, world.node(id).incarnation(), world.sentCount(id) + forged);
    }

    private void inject(int victim, Path.Channel channel, int from, byte[] datagram, int length) {
        world.inject(victim, channel, Nodes.endpoint(from), Arrays.copyOf(datagram, length));
    }
}
