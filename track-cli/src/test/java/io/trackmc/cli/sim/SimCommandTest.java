package io.trackmc.cli.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimCommandTest {

    @Test
    void shouldReportInOneLineOfJson() {
        CliFixture run = CliFixture.run("sim", "--receivers", "20", "--fanout", "4", "--packets", "100", "--json");
        assertThat(run.code()).isZero();
        assertThat(run.outLines()).singleElement().asString()
                .startsWith("{\"command\":\"sim\",\"ok\":true,\"receivers\":20,\"repairHeads\":9,\"levels\":3,"
                        + "\"senderChildren\":4,\"tenants\":1,\"packets\":100,\"delivered\":2000,\"undelivered\":0,"
                        + "\"violations\":[],\"controlPacketsAtSender\":")
                .contains("\"authorityRequests\":0,", "\"crypto\":\"real\",\"eventHash\":\"");
    }

    @Test
    void shouldExpelWhileDataFlows() {
        CliFixture run = CliFixture.run("sim", "--receivers", "20", "--fanout", "4", "--packets", "300", "--rate",
                "300msg", "--crypto", "fast", "--expel", "0.1", "--json");
        assertThat(run.code()).isZero();
        assertThat(run.outLines()).singleElement().asString()
                .contains("\"rekeys\":2,\"expelled\":2,\"left\":0,\"maxRekeyBytesPerReceiver\":")
                .contains("\"changeoverTrackRounds\":").contains("\"controllerCpuMillis\":").contains("\"gaps\":0}");
    }

    @Test
    void shouldRekeyForThoseWhoComeAndGo() {
        CliFixture run = CliFixture.run("sim", "--receivers", "20", "--fanout", "4", "--packets", "300", "--rate",
                "300msg", "--crypto", "fast", "--rekey-every", "300ms");
        assertThat(run.code()).isZero();
        assertThat(run.outLines()).anyMatch(line -> line.startsWith("receivers that left"));
    }

    @Test
    void shouldRepeatItself() {
        String[] words = {"sim", "--receivers", "9", "--fanout", "3", "--packets", "50", "--crypto", "fast"};
        String first = hash(CliFixture.run(words));
        assertThat(first).isEqualTo(hash(CliFixture.run(words)));
    }

    @Test
    void shouldDrawHowCostsGrow(@TempDir Path directory) throws Exception {
        CliFixture run = CliFixture.run("sim", "--receivers", "300", "--fanout", "10", "--packets", "30", "--crypto",
                "fast", "--growth", directory.resolve("curves").toString());
        assertThat(run.code()).isZero();
        assertThat(Files.readAllLines(directory.resolve("curves/growth.csv"))).hasSize(3).first().asString()
                .startsWith("receivers,repairHeads,levels,controlPacketsPerSecondAtSender,");
        assertThat(Files.readString(directory.resolve("curves/growth.json"))).startsWith("[{\"receivers\":100,");
        assertThat(directory.resolve("curves/growth-control.svg")).isNotEmptyFile();
        assertThat(directory.resolve("curves/growth-rekey.svg")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"--receivers,0", "--receivers,1000001", "--fanout,1", "--loss,0.9", "--loss,2", "--burst,0",
        "--packets,0", "--levels,1", "--branch-loss,0.9", "--flash-crowd,2", "--rate,fast", "--churn,-1",
        "--kill-repair-heads,7", "--tenants,33", "--tenants,0", "--topology,moon", "--crypto,none",
        "--expel,0.9", "--rekey-every,1ms"})
    void shouldRefuseWhatItCannotRun(String option, String value) {
        CliFixture run = CliFixture.run("sim", option, value);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).singleElement().asString().contains(option).contains("allowed");
    }

    private static String hash(CliFixture run) {
        assertThat(run.code()).isZero();
        return run.outLines().stream().filter(line -> line.startsWith("event hash")).findFirst().orElseThrow();
    }
}
