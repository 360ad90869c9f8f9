package io.trackmc.net.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServiceManagerTest {

    private static final long PID = 4711;
    private static final long WATCHDOG_NS = 4_000;

    private final List<String> said = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    @Test
    void shouldDoNothingWhereNobodyAsksForIt() {
        ServiceManager none = ServiceManager.of(Map.of("WATCHDOG_USEC", "1"), PID, warnings::add);
        none.ready();
        none.alive(0);
        assertThat(none.feedNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldSayWhatTheServiceManagerUnderstands() {
        ServiceManager manager = ServiceManager.of(said::add, Long.MAX_VALUE, warnings::add);
        manager.ready();
        manager.status("bound to\nsender");
        manager.reloading();
        manager.stopping();
        assertThat(said).hasSize(4).startsWith("READY=1", "STATUS=bound to sender").endsWith("STOPPING=1");
        assertThat(said.get(2)).matches("RELOADING=1\nMONOTONIC_USEC=\\d+");
    }

    /** It would count as ready by the answer, and its watchdog would begin. */
    @Test
    void shouldNotTellOfAReloadBeforeItServesOrWhenItEnds() {
        ServiceManager manager = ServiceManager.of(said::add, Long.MAX_VALUE, warnings::add);
        manager.reloading();
        manager.reloaded();
        assertThat(said).isEmpty();
        manager.ready();
        manager.stopping();
        manager.reloading();
        manager.reloaded();
        assertThat(said).containsExactly("READY=1", "STOPPING=1");
    }

    @Test
    void shouldFeedAWatchdogAsOftenAsItIsDueAndNoMoreOften() {
        ServiceManager manager = ServiceManager.of(said::add, WATCHDOG_NS, warnings::add);
        long startNs = Long.MAX_VALUE - 10; // the clock may overflow
        manager.alive(startNs);
        manager.alive(startNs + manager.feedNs() - 1);
        assertThat(said).containsExactly("WATCHDOG=1");
        manager.alive(startNs + manager.feedNs());
        assertThat(said).containsExactly("WATCHDOG=1", "WATCHDOG=1");
    }

    @Test
    void shouldFeedNoWatchdogThatIsNotWanted() {
        ServiceManager manager = ServiceManager.of(said::add, Long.MAX_VALUE, warnings::add);
        manager.alive(1);
        assertThat(said).isEmpty();
    }

    @Test
    void shouldTakeTheWatchdogOfItsOwnProcessOnly() {
        assertThat(ofWatchdog("3000000", Long.toString(PID)).feedNs()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(750));
        assertThat(ofWatchdog("3000000", "1").feedNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(ofWatchdog("0", Long.toString(PID)).feedNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(ofWatchdog("soon", Long.toString(PID)).feedNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldWarnOnceWhenNobodyListens() {
        ServiceManager manager = ServiceManager.of(message -> {
            throw new IOException("nobody");
        }, Long.MAX_VALUE, warnings::add);
        manager.ready();
        manager.stopping();
        assertThat(warnings).containsExactly("the service manager cannot be told: nobody");
    }

    @Test
    void shouldGoOnWithoutAServiceManagerOfNoPossibleName() {
        ServiceManager.of(Map.of("NOTIFY_SOCKET", "relative"), PID, warnings::add).ready();
        assertThat(warnings).containsExactly("NOTIFY_SOCKET cannot be used: not the name of a socket: relative");
    }

    private ServiceManager ofWatchdog(String micros, String pid) {
        return ServiceManager.of(Map.of("NOTIFY_SOCKET", "@track-test", "WATCHDOG_USEC", micros, "WATCHDOG_PID", pid),
                PID, warnings::add);
    }
}
