package io.trackmc.proto.testing;

import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.engine.MessageSet;
import io.trackmc.proto.event.DurationBuckets;
import io.trackmc.proto.feedback.NackTiming;
import io.trackmc.proto.buffer.PacketPool;
import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.rate.SharedRate;
import io.trackmc.proto.rekey.NodeRekeys;
import io.trackmc.proto.rekey.StaticKeys;
import io.trackmc.proto.tree.ChildPlaces;
import io.trackmc.proto.wire.Message;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Bytes of heap that an engine holds alone, without its keys and what engines share. By the fields of its objects, as they lie in memory with compact
 * object headers: the same on every machine, and no matter what the collector does.
 */
public final class RetainedSize {

    private static final int HEADER_BYTES = 8;
    private static final int LENGTH_BYTES = 4;
    private static final int REFERENCE_BYTES = 4;
    private static final int ALIGNMENT = 8;

    private static final List<Class<?>> SHARED = List.of(EngineScratch.class, DurationBuckets.class,
            MessageSet.class, Message.class, PacketPool.class,
            SharedRate.class, ChildPlaces.class, ProtocolConfig.class, TreeTiming.class, NackTiming.class,
            NodeRekeys.class, StaticKeys.class,
            HopKeys.class, HopSealer.class, HopVerifier.class, ContentOpener.class, RandomGenerator.class, Enum.class,
            String.class, Class.class);

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, Long> byClass = new TreeMap<>();
    private final Deque<Object> waiting = new ArrayDeque<>();
    private long bytes;

    private RetainedSize() {}

    /** What everything that can be reached from {@code root} weighs. */
    public static RetainedSize of(Object root) {
        RetainedSize size = new RetainedSize();
        size.reach(root);
        while (!size.waiting.isEmpty()) {
            size.weigh(size.waiting.remove());
        }
        return size;
    }

    public long bytes() {
        return bytes;
    }

    /** Bytes by class. */
    @Override
    public String toString() {
        return bytes + " " + byClass;
    }

    private void reach(Object object) {
        if (object != null && SHARED.stream().noneMatch(each -> each.isInstance(object)) && seen.add(object)) {
            waiting.add(object);
        }
    }

    private void weigh(Object object) {
        Class<?> type = object.getClass();
        if (type.isArray()) {
            weighArray(object, type.getComponentType());
        } else if (object instanceof BitSet bits) {
            count(type, 24 + HEADER_BYTES + ALIGNMENT + bits.size() / Byte.SIZE);
        } else if (object instanceof ArrayDeque<?> deque) {
            deque.forEach(this::reach);
            count(type, 24 + 32 + (long) REFERENCE_BYTES * deque.size());
        } else if (type.getName().startsWith("java.")) {
            throw new IllegalStateException("what does a " + type + " weigh?");
        } else {
            weighFields(object, type);
        }
    }

    private void weighArray(Object array, Class<?> component) {
        int length = Array.getLength(array);
        long first = component == long.class || component == double.class ? 2 * HEADER_BYTES
                : HEADER_BYTES + LENGTH_BYTES;
        if (length > 0) {
            count(array.getClass(), first + (long) length * bytesOf(component));
        }
        for (int i = 0; i < length && !component.isPrimitive(); i++) {
            reach(Array.get(array, i));
        }
    }

    private void weighFields(Object object, Class<?> type) {
        long sum = HEADER_BYTES;
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    sum += bytesOf(field.getType());
                    reach(valueOf(field, object));
                }
            }
        }
        count(type, sum);
    }

    private static Object valueOf(Field field, Object object) {
        if (field.getType().isPrimitive()) {
            return null;
        }
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private void count(Class<?> type, long unaligned) {
        long aligned = (unaligned + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        bytes += aligned;
        byClass.merge(type.getSimpleName(), aligned, Long::sum);
    }

    private static int bytesOf(Class<?> type) {
        if (type == long.class || type == double.class) {
            return Long.BYTES;
        }
        if (type == short.class || type == char.class) {
            return Short.BYTES;
        }
        return type == boolean.class || type == byte.class ? 1 : REFERENCE_BYTES;
    }
}
