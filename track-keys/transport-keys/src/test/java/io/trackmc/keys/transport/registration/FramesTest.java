package io.trackmc.keys.transport.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {

    @Test
    void shouldRefuseABundleThatIsLongerThanAnybodyReads() throws MalformedMessageException {
        byte[] longest = Frames.encode(new Answer.Joined(Blob.of(new byte[Frames.MAX_ANSWER_BYTES - 1])));
        assertThat(longest).hasSize(Frames.MAX_ANSWER_BYTES);
        assertThat(((Answer.Joined) Frames.answer(longest)).bundle().length()).isEqualTo(Frames.MAX_ANSWER_BYTES - 1);

        Answer longer = new Answer.Joined(Blob.of(new byte[Frames.MAX_ANSWER_BYTES]));
        assertThatThrownBy(() -> Frames.encode(longer)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed: at most " + (Frames.MAX_ANSWER_BYTES - 1));
    }

    private static final Blob KEY = Blob.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

    @ParameterizedTest
    @MethodSource
    void shouldReadWhatItWrites(Ask ask) throws MalformedMessageException {
        assertThat(Frames.ask(Frames.encode(ask))).isEqualTo(ask);
    }

    static Stream<Ask> shouldReadWhatItWrites() {
        return Stream.of(new Ask.Join("prices", Blob.EMPTY), new Ask.Join("prices", KEY), new Ask.Leave("prices"),
                new Ask.Status("prices"), new Ask.Feed("prices", 0), new Ask.Feed("prices", Long.MAX_VALUE),
                new Ask.Expel("prices", "receiver-3", "did not pay \"again\" \\ {[("),
                new Ask.Progress("prices", 3, 2));
    }

    @ParameterizedTest
    @MethodSource
    void shouldReadAnswers(Answer answer) throws MalformedMessageException {
        assertThat(Frames.answer(Frames.encode(answer))).isEqualTo(answer);
    }

    static Stream<Answer> shouldReadAnswers() {
        return Stream.of(new Answer.Joined(KEY), new Answer.RekeyInner(KEY), new Answer.Done(),
                new Answer.Standing(4, 7, 8, 6, 1000));
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadEveryRefusal(RefusalReason reason) throws MalformedMessageException {
        Answer refused = new Answer.Refused(reason, "certificate 12 was revoked on Monday");
        assertThat(Frames.answer(Frames.encode(refused))).isEqualTo(refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "[]", "{\"ask\":\"join\"}", "{\"ask\":\"steal\",\"group\":\"prices\"}",
        "{\"ask\":\"join\",\"group\":\"\"}", "{\"ask\":\"join\",\"group\":7}",
        "{\"ask\":\"join\",\"group\":\"a\",\"x\":1}",
        "{\"ask\":\"join\",\"group\":\"a\",\"hpkeKey\":\"AAAA\"}", "{\"ask\":\"feed\",\"group\":\"a\",\"after\":-1}",
        "{\"ask\":\"feed\",\"group\":\"a\",\"after\":1.5}",
        "{\"ask\":\"expel\",\"group\":\"a\",\"node\":\"b\",\"reason\":\"x\\ny\"}",
        "{\"ask\":\"expel\",\"group\":\"a\",\"node\":\"b\",\"reason\":\"\"}",
        "include \"/etc/passwd\"", "{\"ask\":${HOME}}"})
    void shouldRefuseWhatIsNoQuestion(String json) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[text.length + 1];
        frame[0] = 1;
        System.arraycopy(text, 0, frame, 1, text.length);
        assertThatThrownBy(() -> Frames.ask(frame)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void shouldRefuseBytesOfAnyKind() {
        assertThatThrownBy(() -> Frames.ask(new byte[0])).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> Frames.ask(new byte[] {1, (byte) 0xFF})).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> Frames.ask(new byte[] {9, '{', '}'})).isInstanceOf(MalformedMessageException.class);
        byte[] deep = new byte[Frames.MAX_ASK_BYTES];
        Arrays.fill(deep, (byte) '[');
        deep[0] = 1;
        assertThatThrownBy(() -> Frames.ask(deep)).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> Frames.ask(new byte[Frames.MAX_ASK_BYTES + 1]))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void shouldNeverFailOtherwiseOnDamagedQuestions() {
        for (int seed = 0; seed < 2000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] frame = Frames.encode(new Ask.Expel("prices", "receiver-3", "reason"));
            for (int change = 0; change <= random.nextInt(3); change++) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
            }
            byte[] cut = Arrays.copyOf(frame, random.nextInt(frame.length + 1));
            try {
                assertThat(Frames.ask(cut).group()).isNotEmpty();
            } catch (MalformedMessageException e) {
                assertThat(e.getMessage()).as("seed %d", seed).isNotBlank();
            }
        }
    }
}
