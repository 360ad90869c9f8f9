package io.trackmc.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.net.node.ChildStatus;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhoIsWhereTest {

    private static final long LAST = 100;

    @Test
    void shouldNameWhoHasNotConfirmedAndCountThoseUnderRepairHeads() {
        List<ChildStatus> children = List.of(child("receiver-1", false, LAST, 1), child("receiver-2", false, 99, 1),
                child("rh-1", true, 0, 2), child("rh-2", true, 0, 0));
        assertThat(WhoIsWhere.unconfirmed(children, LAST)).isEqualTo(
                "; not confirmed: receiver-2, rh-1 with 2 (who is under a repair head says track children there)");
        assertThat(WhoIsWhere.there(children))
                .startsWith("; there: receiver-1, receiver-2, rh-1 with 2, rh-2 with 0 (");
    }

    @Test
    void shouldSayNothingOfNobody() {
        assertThat(WhoIsWhere.there(List.of())).isEmpty();
        assertThat(WhoIsWhere.unconfirmed(List.of(child("receiver-1", false, LAST, 1)), LAST)).isEmpty();
    }

    @Test
    void shouldNotFillThePageWithNames() {
        assertThat(WhoIsWhere.there(Collections.nCopies(WhoIsWhere.MOST_NAMES + 3, child("r", false, 0, 1))))
                .endsWith("r and 3 more");
    }

    private static ChildStatus child(String name, boolean repairHead, long confirmed, int receivers) {
        return new ChildStatus(1, name, repairHead, confirmed, confirmed, confirmed, 0, receivers, 0, 0, name, 0, 0, 0,
                0, 0);
    }
}
