package io.trackmc.proto.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.testing.Nodes;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidateListTest {

    private static final Endpoint CONFIGURED = Nodes.endpoint(1);
    private static final Endpoint ADVERTISED = Nodes.endpoint(66);

    private final CandidateList candidates = new CandidateList(
            List.of(new ParentCandidate(1, 0, CONFIGURED), new ParentCandidate(2, 2, null)));

    /** Who replays an Advertise from elsewhere must not lead a child away from an address that it was given. */
    @Test
    void shouldPreferTheConfiguredAddress() {
        candidates.learn(0, ADVERTISED);

        assertThat(candidates.endpoint(0)).isEqualTo(CONFIGURED);
    }

    @Test
    void shouldUseTheAdvertisedAddressWhereNoneIsConfigured() {
        assertThat(candidates.endpoint(1)).isNull();

        candidates.learn(1, ADVERTISED);

        assertThat(candidates.endpoint(1)).isEqualTo(ADVERTISED);
        candidates.unanswered(1);
        assertThat(candidates.endpoint(1)).isEqualTo(ADVERTISED);
    }

    @Test
    void shouldTakeTurnsWhenACandidateDoesNotAnswer() {
        candidates.unanswered(0);
        assertThat(candidates.endpoint(0)).isEqualTo(CONFIGURED);
        candidates.learn(0, ADVERTISED);

        assertThat(candidates.endpoint(0)).isEqualTo(ADVERTISED);
        candidates.unanswered(0);
        assertThat(candidates.endpoint(0)).isEqualTo(CONFIGURED);
    }
}
