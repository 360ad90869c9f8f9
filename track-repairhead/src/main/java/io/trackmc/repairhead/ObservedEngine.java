package io.trackmc.repairhead;

import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.repairhead.RepairHeadEngine;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.proto.wire.PacketShape;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A repair head's engine as the driver sees it; shows INNERs that arrive, and those that it sends, to an observer, if there is one. */
final class ObservedEngine implements Engine {

    private final RepairHeadEngine engine;
    private final @Nullable InnerObserver observer;
    private final int maxDatagramBytes;

    ObservedEngine(RepairHeadEngine engine, @Nullable InnerObserver observer, int maxDatagramBytes) {
        this.engine = engine;
        this.observer = observer;
        this.maxDatagramBytes = maxDatagramBytes;
    }

    RepairHeadEngine engine() {
        return engine;
    }

    @Override
    public void onDatagram(long nowNs, Path path, byte[] bytes, int offset, int length) {
        if (observer != null) {
            show(observer::onInner, bytes, offset, length);
        }
        engine.onDatagram(nowNs, path, bytes, offset, length);
    }

    @Override
    public void onTimeout(long nowNs) {
        engine.onTimeout(nowNs);
    }

    @Override
    public long nextDeadlineNs() {
        return engine.nextDeadlineNs();
    }

    @Override
    public boolean pollTransmit(long nowNs, Transmit out) {
        boolean sends = engine.pollTransmit(nowNs, out);
        if (sends && observer != null) {
            show(observer::onSent, out.bytes(), 0, out.length());
        }
        return sends;
    }

    @Override
    public int drainEvents(EventHandler handler, int limit) {
        return engine.drainEvents(handler, limit);
    }

    @Override
    public Counters counters() {
        return engine.counters();
    }

    private void show(Consumer<byte[]> to, byte[] bytes, int offset, int length) {
        if (PacketShape.check(bytes, offset, length, maxDatagramBytes) != null) {
            return;
        }
        int innerLength = PacketShape.innerLength(bytes, offset, length);
        if (innerLength > 0) {
            int from = offset + OuterHeader.outerLength(bytes, offset);
            to.accept(Arrays.copyOfRange(bytes, from, from + innerLength));
        }
    }
}
