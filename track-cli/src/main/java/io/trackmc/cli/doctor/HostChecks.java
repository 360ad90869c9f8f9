package io.trackmc.cli.doctor;

import io.trackmc.cli.unit.ByteSize;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every node needs of a host, whatever its configuration. */
final class HostChecks {

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");
    private static final int KERNEL_WITH_UDP_GRO = 5;
    private static final int JAVA = 25;
    private static final String GOVERNOR = "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor";

    private final HostFacts host;

    HostChecks(HostFacts host) {
        this.host = host;
    }

    /**
     * All of them.
     *
     * @param receiveBytes wanted SO_RCVBUF
     * @param sendBytes wanted SO_SNDBUF
     */
    List<Check> all(int receiveBytes, int sendBytes) {
        List<Check> checks = new ArrayList<>();
        checks.add(kernel());
        checks.add(buffer("receive-buffer", "net.core.rmem_max", receiveBytes));
        checks.add(buffer("send-buffer", "net.core.wmem_max", sendBytes));
        checks.add(Check.of("java", host.javaVersion() >= JAVA, "Java " + host.javaVersion(), "Java 25 or later",
                "install a JDK or JRE 25, or set JAVA_HOME to one"));
        checks.add(heap());
        checks.add(governor());
        checks.add(clock());
        return checks;
    }

    private Check kernel() {
        Matcher version = VERSION.matcher(host.kernel());
        boolean ok = version.matches() && Integer.parseInt(version.group(1)) >= KERNEL_WITH_UDP_GRO;
        return Check.of("kernel", ok, host.kernel(), "Linux 5.0 or later, for UDP_SEGMENT and UDP_GRO",
                "upgrade the kernel; until then each datagram costs a system call of its own");
    }

    /** Where the limit is not told, as in some containers, the node's own warning says what was granted. */
    private Check buffer(String name, String sysctl, int wanted) {
        String text = host.kernelFile("/proc/sys/" + sysctl.replace('.', '/'));
        boolean ok = text == null || Long.parseLong(text) >= wanted;
        return Check.of(name, ok, text == null ? "not told" : sysctl + " = " + text, "at least " + wanted,
                "sysctl -w " + sysctl + "=" + wanted);
    }

    private Check heap() {
        long memory = host.memoryBytes();
        boolean ok = memory == 0 || host.maxHeapBytes() <= memory / 4 * 3;
        return Check.of("heap", ok,
                ByteSize.text(host.maxHeapBytes()) + " of " + (memory == 0 ? "?" : ByteSize.text(memory)),
                "at most three quarters of the memory", "TRACK_JVM_OPTS=-Xmx" + ((memory / 2) >> 20) + "m");
    }

    private Check governor() {
        @Nullable String governor = host.kernelFile(GOVERNOR);
        return Check.of("cpu-governor", governor == null || !governor.equals("powersave"),
                governor == null ? "not told" : governor, "not powersave, which wakes late",
                "cpupower frequency-set -g performance");
    }

    private Check clock() {
        @Nullable Boolean kept = host.isClockSynchronized();
        return Check.of("clock", !Boolean.FALSE.equals(kept),
                kept == null ? "not told" : kept ? "kept right" : "runs free",
                "kept right, so that certificates are judged by the true time", "timedatectl set-ntp true");
    }
}
