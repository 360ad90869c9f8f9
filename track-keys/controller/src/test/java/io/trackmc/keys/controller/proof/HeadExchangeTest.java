package io.trackmc.keys.controller.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.log.LogFiles;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadExchangeTest {

    @TempDir
    private Path directory;

    private TwoAuthorities both;

    @BeforeEach
    void begin() {
        both = new TwoAuthorities(directory).withMembers();
    }

    @AfterEach
    void end() {
        both.close();
    }

    @Test
    void shouldNotCountersignAControllerThatBeganAgain() throws IOException {
        both.exchangeHeads();
        try (TwoAuthorities fresh = new TwoAuthorities(Files.createDirectory(directory.resolve("fresh")))
                .withMembers()) {
            HeadExchange.sign(KeyLayer.TRANSPORT, TwoAuthorities.GID, fresh.transport, fresh.transportKeys);
            assertThatThrownBy(() -> countersign(fresh.transportFile)).isInstanceOf(ProofException.class)
                    .hasMessageContaining("is the log of another authority than that which entry ");
        }
    }

    @Test
    void shouldNotCountersignALogOfAnotherGroup() throws IOException {
        try (TwoAuthorities other = new TwoAuthorities(Files.createDirectory(directory.resolve("other")), 7)
                .withMembers()) {
            HeadExchange.sign(KeyLayer.TRANSPORT, 7, other.transport, other.transportKeys);
            assertThatThrownBy(() -> countersign(other.transportFile)).isInstanceOf(ProofException.class)
                    .hasMessageContaining("is the log of another group");
        }
    }

    @Test
    void shouldNotBelieveALogThatHadToDoWithTwoOthers() throws IOException {
        both.exchangeHeads();
        both.content.append(new LogEntry.Countersigned(TwoAuthorities.hash(5), 1, TwoAuthorities.hash(6),
                "0".repeat(128)));
        HeadExchange.sign(KeyLayer.CONTENT, TwoAuthorities.GID, both.content, both.contentKeys);
        both.content.append(HeadExchange.countersign(KeyLayer.CONTENT, both.contentFile, both.transportFile,
                both.transport, both.transportKeys));
        assertThatThrownBy(() -> both.prove("rh-1", directory.resolve("out"))).isInstanceOf(ProofException.class)
                .hasMessageContaining("has to do with another authority than the one given");
        Map<KeyLayer, Path> alone = new EnumMap<>(KeyLayer.class);
        alone.put(KeyLayer.CONTENT, both.contentFile);
        assertThat(AuditCheck.of(alone).fault()).contains("has to do with another authority than before");
    }

    @Test
    void shouldTakeACountersignatureFromTheOthersLogOnce() {
        HeadExchange.sign(KeyLayer.TRANSPORT, TwoAuthorities.GID, both.transport, both.transportKeys);
        assertThat(accept()).as("nothing yet").isZero();
        countersign(both.transportFile);
        assertThat(accept()).isEqualTo(7);
        assertThat(accept()).isEqualTo(7);
        assertThat(entries(both.transportFile)).filteredOn(LogEntry.Countersignature.class::isInstance).hasSize(1);
    }

    @Test
    void shouldNotTakeACountersignatureOfWhatItsLogNeverWas() throws IOException {
        HeadExchange.sign(KeyLayer.TRANSPORT, TwoAuthorities.GID, both.transport, both.transportKeys);
        try (TwoAuthorities fresh = new TwoAuthorities(Files.createDirectory(directory.resolve("fresh")))
                .withMembers()) {
            fresh.exchangeHeads();
            assertThatThrownBy(() -> HeadExchange.accept(KeyLayer.CONTENT, fresh.contentFile, both.transportFile,
                    both.transport)).isInstanceOf(ProofException.class)
                    .hasMessageContaining("has countersigned what this log never was");
        }
    }

    private LogEntry.Countersignature countersign(Path theirs) {
        return HeadExchange.countersign(KeyLayer.TRANSPORT, theirs, both.contentFile, both.content, both.contentKeys);
    }

    private long accept() {
        return HeadExchange.accept(KeyLayer.CONTENT, both.contentFile, both.transportFile, both.transport);
    }

    private static List<LogEntry> entries(Path file) {
        List<LogEntry> entries = new ArrayList<>();
        LogFiles.read(file, (record, _) -> entries.add(record.entry()));
        return entries;
    }
}
