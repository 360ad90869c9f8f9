package io.trackmc.cli.drill.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdminClientTest {

    @Test
    void shouldShowNothingThatATerminalObeysAndNotMuch() {
        assertThat(AdminClient.shown(" all\u001b[2J gone\n")).isEqualTo("all?[2J gone");
        assertThat(AdminClient.shown("x".repeat(8 << 20))).hasSize(202).endsWith("x..");
    }
}
