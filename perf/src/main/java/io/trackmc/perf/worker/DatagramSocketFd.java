package io.trackmc.perf.worker;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A UDP socket of Linux, called without anything in between, so that it costs as little as it can. Not thread-safe; calls block. */
final class DatagramSocketFd implements AutoCloseable {

    /** Bytes of a sockaddr_in. */
    static final int ADDRESS_BYTES = 16;

    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int IPPROTO_IP = 0;
    private static final int IP_MULTICAST_IF = 32;
    private static final int IP_ADD_MEMBERSHIP = 35;
    private static final int SOL_UDP = 17;
    private static final int UDP_SEGMENT = 103;
    private static final int UDP_GRO = 104;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int EAGAIN = 11;
    private static final int EINTR = 4;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_FIELD = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET = call("socket",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND = call("bind",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SETSOCKOPT = call("setsockopt",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SENDTO = call("sendto",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RECVFROM = call("recvfrom",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle CLOSE = call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final Arena arena = Arena.ofShared();
    private final MemorySegment state = arena.allocate(CALL_STATE);
    private final MemorySegment addressLength = arena.allocate(JAVA_INT);
    private final int fd;

    /** Opens one that is bound to nothing yet. */
    DatagramSocketFd() throws IOException {
        try {
            fd = (int) SOCKET.invokeExact(state, AF_INET, SOCK_DGRAM, 0);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        check(fd, "socket");
    }

    /** A sockaddr_in, that lives as long as this socket. */
    MemorySegment address(byte[] ip, int port) {
        MemorySegment address = arena.allocate(ADDRESS_BYTES);
        address.set(JAVA_SHORT, 0, (short) AF_INET);
        address.set(JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 2, (short) port);
        MemorySegment.copy(ip, 0, address, JAVA_BYTE, 4, ip.length);
        return address;
    }

    /** Memory that lives as long as this socket. */
    MemorySegment buffer(long bytes) {
        return arena.allocate(bytes, Long.BYTES);
    }

    void bind(MemorySegment address) throws IOException {
        try {
            check((int) BIND.invokeExact(state, fd, address, ADDRESS_BYTES), "bind");
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    void shareAddress() throws IOException {
        option(SOL_SOCKET, SO_REUSEADDR, 1);
    }

    /** Larger than the machine's limit if need be: root may. */
    void buffers(int bytes) throws IOException {
        option(SOL_SOCKET, SO_SNDBUFFORCE, bytes);
        option(SOL_SOCKET, SO_RCVBUFFORCE, bytes);
    }

    void receiveTimeout(int micros) throws IOException {
        MemorySegment timeval = arena.allocate(2 * Long.BYTES, Long.BYTES);
        timeval.set(JAVA_LONG, Long.BYTES, micros);
        option(SOL_SOCKET, SO_RCVTIMEO, timeval);
    }

    void multicastFrom(byte[] ip) throws IOException {
        option(IPPROTO_IP, IP_MULTICAST_IF, arena.allocateFrom(JAVA_BYTE, ip));
    }

    void join(byte[] group, byte[] ip) throws IOException {
        byte[] both = new byte[8];
        System.arraycopy(group, 0, both, 0, 4);
        System.arraycopy(ip, 0, both, 4, 4);
        option(IPPROTO_IP, IP_ADD_MEMBERSHIP, arena.allocateFrom(JAVA_BYTE, both));
    }

    /** Whatever is sent is cut into datagrams of that size. */
    void cutSent(int bytes) throws IOException {
        option(SOL_UDP, UDP_SEGMENT, bytes);
    }

    /** Datagrams of one sender and size may come together. */
    void joinReceived() throws IOException {
        option(SOL_UDP, UDP_GRO, 1);
    }

    void send(MemorySegment bytes, long length, MemorySegment to) throws IOException {
        long sent;
        try {
            do {
                sent = (long) SENDTO.invokeExact(state, fd, bytes, length, 0, to, ADDRESS_BYTES);
            } while (sent < 0 && errno() == EINTR);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        check(sent, "sendto");
    }

    /**
     * Waits for something, at most for the time-out.
     *
     * @param from gets the address of who sent it
     * @return bytes; -1 when nothing came
     */
    long receive(MemorySegment into, MemorySegment from) throws IOException {
        return receive(into, from, 0);
    }

    /** The same without waiting. */
    long receiveNow(MemorySegment into, MemorySegment from) throws IOException {
        return receive(into, from, MSG_DONTWAIT);
    }

    private long receive(MemorySegment into, MemorySegment from, int flags) throws IOException {
        addressLength.set(JAVA_INT, 0, ADDRESS_BYTES);
        long received;
        try {
            received = (long) RECVFROM.invokeExact(state, fd, into, into.byteSize(), flags, from, addressLength);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        if (received < 0 && (errno() == EAGAIN || errno() == EINTR)) {
            return -1;
        }
        check(received, "recvfrom");
        return received;
    }

    @Override
    public void close() {
        try {
            int _ = (int) CLOSE.invokeExact(state, fd);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        arena.close();
    }

    private void option(int level, int name, int value) throws IOException {
        option(level, name, arena.allocateFrom(JAVA_INT, value));
    }

    private void option(int level, int name, MemorySegment value) throws IOException {
        try {
            check((int) SETSOCKOPT.invokeExact(state, fd, level, name, value, (int) value.byteSize()),
                    "setsockopt " + level + "/" + name);
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private int errno() {
        return (int) ERRNO_FIELD.get(state, 0L);
    }

    private void check(long result, String what) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": error " + errno());
        }
    }

    @SuppressWarnings("restricted") // workers are started with native access
    private static MethodHandle call(String name, FunctionDescriptor shape) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, ERRNO);
    }
}
