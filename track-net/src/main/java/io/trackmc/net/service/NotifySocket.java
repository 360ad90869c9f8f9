package io.trackmc.net.service;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/**
 * A datagram socket of the local kind (unix(7)) to which somebody else listens: a path, or, behind {@code @}, a name without a file. Linux only;
 * the JDK has no such sockets. Any thread.
 */
final class NotifySocket {

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int EINTR = 4;
    private static final int FAMILY_BYTES = 2;

    /** Longest name that a {@code sockaddr_un} has room for, with the zero behind a path. */
    private static final int MAX_NAME_BYTES = 107;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO_FIELD = Linker.Option.captureStateLayout()
            .varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle SOCKET = call("socket",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SENDTO = call("sendto",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CLOSE = call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final byte[] name;

    /**
     * Of that name; opens nothing yet.
     *
     * @throws IllegalArgumentException when no such socket can have it
     */
    NotifySocket(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < 2 || bytes.length > MAX_NAME_BYTES || (bytes[0] != '/' && bytes[0] != '@')) {
            throw new IllegalArgumentException("not the name of a socket: " + name);
        }
        if (bytes[0] == '@') {
            bytes[0] = 0;
        }
        this.name = bytes;
    }

    /**
     * Sends one datagram; never waits.
     *
     * @throws IOException when nobody listens, or has no room for it
     */
    void send(String message) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
            int fd = (int) SOCKET.invokeExact(state, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
            check(fd, "socket", state);
            try {
                send(arena, state, fd, message.getBytes(StandardCharsets.UTF_8));
            } finally {
                int _ = (int) CLOSE.invokeExact(state, fd);
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private void send(Arena arena, MemorySegment state, int fd, byte[] message) throws Throwable {
        MemorySegment address = arena.allocate(FAMILY_BYTES + MAX_NAME_BYTES + 1L, Short.BYTES);
        address.set(JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(name, 0, address, JAVA_BYTE, FAMILY_BYTES, name.length);
        // A name without a file is as long as the address says; zeros behind it would be part of it.
        int addressBytes = FAMILY_BYTES + name.length + (name[0] == 0 ? 0 : 1);
        MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, message);
        long sent;
        do {
            sent = (long) SENDTO.invokeExact(
                    state, fd, bytes, (long) message.length, MSG_DONTWAIT | MSG_NOSIGNAL, address, addressBytes);
        } while (sent < 0 && errno(state) == EINTR);
        check(sent, "sendto", state);
    }

    private static void check(long result, String what, MemorySegment state) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": error " + errno(state));
        }
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO_FIELD.get(state, 0L);
    }

    @SuppressWarnings("restricted") // the launcher starts programs with native access
    private static MethodHandle call(String name, FunctionDescriptor shape) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, ERRNO);
    }
}
