package io.trackmc.perf.worker;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** What this process costs within the window: looks at its beginning and at its end, on a thread of its own. */
final class CpuClock {

    private static final String PEAK = "VmHWM:";

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final CompletableFuture<Long> usedNs = new CompletableFuture<>();

    private CpuClock() {}

    static CpuClock start(Window window) {
        CpuClock clock = new CpuClock();
        Thread.ofPlatform().name("bench-cpu").daemon().start(() -> clock.measure(window));
        return clock;
    }

    /** CPU time within the window, of all threads, in nanoseconds; waits for its end. */
    long usedNs() {
        return usedNs.join();
    }

    /** Most memory that this process has had in RAM, in kB. */
    static long peakKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith(PEAK))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).findFirst().orElse(0);
    }

    private void measure(Window window) {
        waitUntil(window.beginNs());
        long beforeNs = system.getProcessCpuTime();
        waitUntil(window.endNs());
        usedNs.complete(system.getProcessCpuTime() - beforeNs);
    }

    private static void waitUntil(long timeNs) {
        for (long leftNs = timeNs - System.nanoTime(); leftNs > 0; leftNs = timeNs - System.nanoTime()) {
            LockSupport.parkNanos(leftNs);
        }
    }
}
