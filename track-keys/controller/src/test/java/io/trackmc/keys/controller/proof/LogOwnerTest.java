package io.trackmc.keys.controller.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogOwnerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"Acme Net GmbH", "  acme   NET gmbh ", "Acme\u00A0Net\u2003GmbH", "\u00A0Acme Net GmbH",
                "Ac\u200Bme Net GmbH\uFEFF", "\uFF21cme Net Gmb\uFF28", "Acme\tNet\nGmbH"})
    void shouldTakeSpellingsOfOneNameForOneOperator(String spelling) {
        assertThat(LogOwner.normal(spelling)).isEqualTo("acme net gmbh");
    }

    @Test
    void shouldTellNamesApart() {
        assertThat(LogOwner.normal("AcmeNet")).isNotEqualTo(LogOwner.normal("Acme Net"));
        assertThat(LogOwner.normal("stra\u00DFe")).isEqualTo(LogOwner.normal("STRASSE"));
    }
}
