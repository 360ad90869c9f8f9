package io.trackmc.cli.doctor;

import io.trackmc.net.ConfigurationException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A host in good health, until a test makes it ill. */
final class FakeHost implements HostFacts {

    final Map<String, String> kernelFiles = new HashMap<>(Map.of(
            "/proc/sys/net/core/rmem_max", "8388608", "/proc/sys/net/core/wmem_max", "8388608",
            "/proc/sys/net/ipv4/conf/eth0/rp_filter", "2", "/proc/sys/net/ipv4/conf/all/rp_filter", "0",
            "/proc/sys/net/ipv4/conf/eth0/force_igmp_version", "0"));
    final Map<Path, String> permissions = new HashMap<>();
    String kernel = "6.1.0-18-amd64";
    @Nullable
    Link link = new Link("eth0", 1500, true, true);
    @Nullable
    String routeFault;
    boolean portTaken;
    boolean readable = true;
    boolean writable = true;
    long usableBytes = 1L << 40;
    Instant now = Instant.now();
    @Nullable
    Boolean clock = true;
    int java = 25;
    long heap = 1L << 30;
    long memory = 8L << 30;

    @Override
    public @Nullable String kernelFile(String path) {
        return kernelFiles.get(path);
    }

    @Override
    public String kernel() {
        return kernel;
    }

    @Override
    public Link link(String wanted, boolean ipv4) {
        if (link == null) {
            throw new ConfigurationException("network interface '" + wanted + "': none fits");
        }
        return link;
    }

    @Override
    public @Nullable String routeFault(String name, InetSocketAddress group) {
        return routeFault;
    }

    @Override
    public boolean portTaken(int port) {
        return portTaken;
    }

    @Override
    public @Nullable String permissions(Path file) {
        return permissions.get(file);
    }

    @Override
    public boolean isReadable(Path file) {
        return readable;
    }

    @Override
    public boolean isWritable(Path file) {
        return writable;
    }

    @Override
    public long usableBytes(Path file) {
        return usableBytes;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public @Nullable Boolean isClockSynchronized() {
        return clock;
    }

    @Override
    public int javaVersion() {
        return java;
    }

    @Override
    public long maxHeapBytes() {
        return heap;
    }

    @Override
    public long memoryBytes() {
        return memory;
    }
}
