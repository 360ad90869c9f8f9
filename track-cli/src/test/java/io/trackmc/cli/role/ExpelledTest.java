package io.trackmc.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import io.trackmc.cli.task.Background;
import io.trackmc.keys.controller.authority.Authority;
import io.trackmc.keys.controller.authority.AuthoritySettings;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.net.Addresses;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.sender.Publisher;
import io.trackmc.sender.SenderContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands whose nodes get their keys from authorities, and what they say when they get none any more. */
@Timeout(120)
class ExpelledTest {

    private static final int BYTES = 100_000;

    @TempDir
    Path directory;

    @Test
    void shouldSayThatItWasExpelledAndWhyItGetsNoKeysAgain() throws Exception {
        Path deployment = directory.resolve("group");
        Group group = Group.create(deployment, 2, 0);
        try (Authority transport = authority(KeyLayer.TRANSPORT, deployment);
                Authority content = authority(KeyLayer.CONTENT, deployment)) {
            Map<String, String> settings = joining(transport, content);
            String[] words = words(group.words("receiver", "receiver-2", "--json"), settings);
            settings.putAll(Map.of("net.interface", "127.0.0.1", "window.packets", "256"));
            try (Background<CliFixture> receiver = Background.start("receiver-2", () -> CliFixture.run(words));
                    Publisher sender = Publisher.open(new SenderContext()
                            .nodeConfig(NodeConfigFile.read(group.config("sender"), settings)))) {
                sender.receiversBound(1).get();
                content.expel("receiver-2", "has not paid");
                transport.expel("receiver-2", "has not paid");

                CliFixture ended = receiver.result().get();

                assertThat(ended.code()).isEqualTo(1);
                assertThat(ended.outLines()).singleElement().asString().startsWith(
                        "{\"command\":\"receiver\",\"ok\":false,\"error\":\"receiver-2 was expelled from group ");
            }
            CliFixture again = CliFixture.run(words);
            assertThat(again.code()).isEqualTo(1);
            assertThat(again.out()).contains("transport-controller " + transport.address()
                    + ": gives this node no keys: expelled: ");
        }
    }

    @Test
    void shouldSendToAllOthersWhenOneIsExpelledMeanwhile() throws Exception {
        Path deployment = directory.resolve("group");
        Path copy = directory.resolve("copy");
        Group group = Group.create(deployment, 2, 0);
        try (Authority transport = authority(KeyLayer.TRANSPORT, deployment);
                Authority content = authority(KeyLayer.CONTENT, deployment)) {
            Map<String, String> settings = joining(transport, content);
            String[] staying = words(group.words("receiver", "receiver-1", "--once", "--output", copy.toString()),
                    settings);
            String[] leaving = words(group.words("receiver", "receiver-2", "--once", "--output",
                    directory.resolve("none").toString()), settings);
            try (Background<CliFixture> first = Background.start("receiver-1", () -> CliFixture.run(staying));
                    Background<CliFixture> second = Background.start("receiver-2", () -> CliFixture.run(leaving))) {
                InputStream file = new SequenceInputStream(new ByteArrayInputStream(new byte[BYTES]),
                        new BeforeTheEnd(() -> {
                            transport.expel("receiver-2", "has not paid");
                            content.expel("receiver-2", "has not paid");
                            assertThat(second.result().join().code()).isEqualTo(1);
                        }));

                CliFixture sent = CliFixture.runWith(file,
                        words(group.words("send", "sender", "--await", "2", "--json", "-"), settings));

                assertThat(sent.code()).as(sent.err()).isZero();
                assertThat(sent.outLines()).singleElement().asString().contains("\"expectedReceivers\":2,"
                        + "\"confirmedReceivers\":1,\"lateReceivers\":0,\"failedReceivers\":[],"
                        + "\"expelledReceivers\":[\"receiver-2\"],")
                        .contains("\"authorityRequests\":2,\"authorityRequestsWhileRunning\":0")
                        .doesNotContain("\"rekeysCompleted\":0,");
                assertThat(first.result().get().code()).isZero();
            }
        }
        assertThat(copy).hasSize(BYTES);
    }

    /** Nothing, and something that happens before that is told. */
    private static final class BeforeTheEnd extends InputStream {

        private final Runnable happens;

        BeforeTheEnd(Runnable happens) {
            this.happens = happens;
        }

        @Override
        public int read() {
            happens.run();
            return -1;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            return length == 0 ? 0 : read();
        }
    }

    private static Map<String, String> joining(Authority transport, Authority content) {
        return new HashMap<>(Map.of("authorities.join", "true",
                "authorities.transport-controller", Addresses.format(transport.address()),
                "authorities.content-authority", Addresses.format(content.address()),
                "authorities.infrastructure-ca", "authorities/infrastructure-ca.pem",
                "authorities.subscriber-ca", "authorities/subscriber-ca.pem"));
    }

    private static String[] words(String[] command, Map<String, String> settings) {
        List<String> words = new ArrayList<>(Arrays.asList(command));
        settings.forEach((key, value) -> words.add("-D" + key + "=" + value));
        return words.toArray(String[]::new);
    }

    private static Authority authority(KeyLayer layer, Path deployment) throws IOException {
        return Authority.open(AuthoritySettings.of(layer, deployment,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), warning -> {});
    }
}
