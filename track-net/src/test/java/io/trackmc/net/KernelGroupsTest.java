package io.trackmc.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelGroupsTest {

    private static final InetAddress ONE = InetAddress.ofLiteral("239.255.77.1");
    private static final InetAddress OTHER = InetAddress.ofLiteral("239.255.77.2");
    private static final InetAddress SIX = InetAddress.ofLiteral("ff15::7702");

    @TempDir
    Path proc;

    @BeforeEach
    void twoInterfaces() throws IOException {
        Files.createDirectories(proc.resolve("net"));
        Files.writeString(proc.resolve("net/igmp"), "Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n"
                + "1\tlo        :     1      V3\n\t\t\t\t" + word(OTHER) + "     1 0:00000000\t\t0\n"
                + "12\teth0      :     1      V3\n\t\t\t\t" + word(ONE) + "     1 0:00000000\t\t0\n");
        Files.writeString(proc.resolve("net/igmp6"), """
                1    lo              ff020000000000000000000000000001     1 0000000C 0
                12   eth0            ff150000000000000000000000007702     1 0000000C 0
                """);
    }

    @Test
    void shouldSeeGroupsOfTheInterfaceOnly() {
        KernelGroups groups = new KernelGroups(proc);
        assertThat(groups.hasAll(12, List.of(ONE))).isTrue();
        assertThat(groups.hasAll(12, List.of(ONE, OTHER))).isFalse();
        assertThat(groups.hasAll(1, List.of(OTHER))).isTrue();
        assertThat(groups.hasAll(1, List.of(ONE))).isFalse();
        assertThat(groups.hasAll(2, List.of(ONE))).isFalse();
        assertThat(groups.hasAll(12, List.of(SIX))).isTrue();
        assertThat(groups.hasAll(1, List.of(SIX))).isFalse();
    }

    /** Otherwise they would be joined again every second. */
    @Test
    void shouldMissNothingWhereTheKernelDoesNotTell() {
        assertThat(new KernelGroups(proc.resolve("nowhere")).hasAll(12, List.of(ONE))).isTrue();
        assertThat(new KernelGroups(proc).hasAll(12, List.of())).isTrue();
    }

    private static String word(InetAddress group) {
        int word = ByteBuffer.wrap(group.getAddress()).order(ByteOrder.nativeOrder()).getInt();
        return String.format(Locale.ROOT, "%08X", word);
    }
}
