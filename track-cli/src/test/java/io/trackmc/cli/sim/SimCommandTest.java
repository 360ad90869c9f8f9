package io.trackmc.cli.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimCommandTest {

    @Test
    void shouldReportInOneLineOfJson() {
        CliFixture run = CliFixture.run("sim", "--receivers", "20", "--fanout", "4", "--packets", "100", "--json");
        assertThat(run.code()).isZero();
        assertThat(run.outLines()).singleElement().asString()
                .startsWith("{\"command\":\"sim\",\"ok\":true,\"receivers\":20,\"repairHeads\":9,\"levels\":3,"
                        + "\"senderChildren\":4,\"packets\":100,\"delivered\":2000,\"undelivered\":0,"
                        + "\"violations\":[],\"controlPacketsAtSender\":")
                .contains("\"authorityRequests\":0,", "\"crypto\":\"real\",\"eventHash\":\"");
    }

    @Test
    void shouldRepeatItself() {
        String[] words = {"sim", "--receivers", "9", "--fanout", "3", "--packets", "50", "--crypto", "fast"};
        String first = hash(CliFixture.run(words));
        assertThat(first).isEqualTo(hash(CliFixture.run(words)));
    }

    @ParameterizedTest
    @CsvSource({"--receivers,0", "--receivers,1000000", "--fanout,1", "--loss,0.9", "--loss,2", "--burst,0",
        "--packets,0", "--rate,fast", "--churn,-1", "--kill-repair-heads,7", "--topology,moon", "--crypto,none"})
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
