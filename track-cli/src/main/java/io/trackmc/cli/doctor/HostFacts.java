package io.trackmc.cli.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What only the host can tell. {@link LinuxFacts} asks it; tests make it up. */
interface HostFacts {

    /**
     * A network interface.
     *
     * @param name of the interface
     * @param mtu largest IP packet, in bytes
     * @param up whether it is up
     * @param multicast whether it has the flag MULTICAST, or is loopback, which carries multicast without
     */
    record Link(String name, int mtu, boolean up, boolean multicast) {}

    /** Text of a file that the kernel makes, without blanks around it; null where there is none. */
    @Nullable
    String kernelFile(String path);

    /** The kernel's version, such as {@code 6.1.0-18-amd64}. */
    String kernel();

    /**
     * The interface that these words mean.
     *
     * @throws io.trackmc.net.ConfigurationException when there is none, or several
     */
    Link link(String wanted, boolean ipv4);

    /** Why nothing can be sent to that group over that interface; null when it can. */
    @Nullable
    String routeFault(String link, InetSocketAddress group);

    /** Whether another socket has this UDP port. */
    boolean portTaken(int port);

    /** Permissions such as {@code rw-------}; null when the file is not there. */
    @Nullable
    String permissions(Path file);

    /** Whether this user may read it. */
    boolean isReadable(Path file);

    /** Whether this user may write to it. */
    boolean isWritable(Path file);

    /** Bytes that this user may still write where {@code file} is or would be. */
    long usableBytes(Path file) throws IOException;

    /** The wall clock. */
    Instant now();

    /** Whether something keeps the wall clock right; null when nobody tells. */
    @Nullable
    Boolean isClockSynchronized();

    /** Version of Java. */
    int javaVersion();

    /** Most bytes that the heap may have. */
    long maxHeapBytes();

    /** Memory of the host in bytes; 0 when it is not told. */
    long memoryBytes();
}
