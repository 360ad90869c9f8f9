package io.trackmc.cli.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.trackmc.cli.CliFixture;
import io.trackmc.keys.transport.registration.RefusalReason;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.wire.BindRejectReason;
import io.trackmc.proto.wire.EjectReason;
import io.trackmc.proto.wire.UnbindReason;
import io.trackmc.sender.FailedReceiver;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainTest {

    @Test
    void shouldKnowEveryConstantThatReportsShow() {
        List<String> known = Words.all().stream().map(Word::name).toList();
        Stream<Enum<?>[]> enums = Stream.of(DropReason.values(), BindRejectReason.values(), EjectReason.values(),
                UnbindReason.values(), EngineEvent.ChildLoss.values(), EngineEvent.ParentLoss.values(),
                FailedReceiver.Reason.values(), RefusalReason.values(), io.trackmc.net.management.Refusal.values(),
                io.trackmc.net.metrics.Readiness.values(), io.trackmc.keys.controller.pki.Refusal.values());
        enums.flatMap(Arrays::stream).forEach(constant -> assertThat(known).contains(
                constant.name().toLowerCase(Locale.ROOT)));
    }

    @Test
    void shouldExplainEveryWordInAtLeastAClause() {
        assertThat(Words.all()).allMatch(word -> word.meaning().length() > 3 && !word.meaning().endsWith("."));
    }

    @Test
    void shouldTellAllMeaningsOfAWord() {
        Config report = ConfigFactory.parseString(CliFixture.run("explain", "TOO_SLOW", "--json").out());
        assertThat(report.getConfigList("meanings")).extracting(meaning -> meaning.getString("where"))
                .containsExactly("refused by a parent", "why a parent was lost", "why a child went",
                        "good-bye of a child", "failed receiver");
    }

    @ParameterizedTest
    @ValueSource(strings = {"window", "rate", "key-expired", "not connected", "130", "Unrecoverable", "not-a-member"})
    void shouldExplainWhatUsersMeet(String word) {
        CliFixture run = CliFixture.run("explain", word);
        assertThat(run.code()).isZero();
        assertThat(run.out()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({"windw,window", "withholdin,withholding", "unrecoverble,unrecoverable"})
    void shouldNameTheNearestWord(String typed, String meant) {
        CliFixture run = CliFixture.run("explain", typed);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("nearest: " + meant);
    }
}
