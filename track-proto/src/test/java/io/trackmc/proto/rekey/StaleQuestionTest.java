package io.trackmc.proto.rekey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trackmc.proto.event.Counters;
import io.trackmc.proto.feedback.ExponentialBackoff;
import io.trackmc.proto.feedback.NackTiming;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.testing.FakeGroup;
import io.trackmc.proto.testing.FakeHopKeys;
import io.trackmc.proto.testing.Nodes;
import io.trackmc.proto.wire.RekeyRequestMessage;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a repair head that has missed rekeys asks for, under keys of no epoch. */
class StaleQuestionTest {

    private static final int OWN = 10;
    private static final int CHILDS = 11;

    private final SetUpdates updates = new SetUpdates(4, 4);
    private final ChildWants wants = new ChildWants(new Counters());
    private final RegionPath path = new RegionPath(OWN);
    private final RekeyRequestMessage request = new RekeyRequestMessage();
    private final RekeyFetcher fetcher = fetcher();

    @Test
    void whatIsNotKnownYetIsAskedForWholly() {
        fetcher.fillStale(request, path, 0);

        assertEquals(5, request.rekey());
        assertTrue(request.header() && request.later());
        assertEquals(List.of(0, OWN), slices());
    }

    @Test
    void ofARekeyThatIsKnownOnlyWhatIsMissingIsAskedFor() {
        updates.newest = 6;
        updates.needed = OWN;

        fetcher.fillStale(request, path, 0);

        assertEquals(5, request.rekey());
        assertFalse(request.header() || request.later(),
                "answers are short: later rekeys would bring again what is here");
        assertEquals(List.of(OWN, 0), slices());
    }

    @Test
    void whatChildrenWantOfOldRekeysDoesNotStandBeforeTheNext() {
        int own = 0;
        int childrens = 0;
        for (int i = 0; i < 12; i++) {
            wants.add(KeyLayer.TRANSPORT, 2, CHILDS, CHILDS);
            fetcher.fillStale(request, path, 0);
            if (request.rekey() == 2) {
                assertEquals(List.of(CHILDS), slices());
                assertFalse(request.later());
                childrens++;
            } else {
                assertEquals(5, request.rekey());
                own++;
            }
        }
        assertEquals(6, own);
        assertEquals(6, childrens);
    }

    @Test
    void bothQuestionsGoToEachOfTwoParentsThatAreAskedByTurns() {
        int[] childrensTo = new int[2];
        for (int i = 0; i < 12; i++) {
            wants.add(KeyLayer.TRANSPORT, 2, CHILDS, CHILDS);
            fetcher.fillStale(request, path, i % 2);
            childrensTo[i % 2] += request.rekey() == 2 ? 1 : 0;
        }
        assertTrue(childrensTo[0] > 0 && childrensTo[1] > 0);
        assertTrue(childrensTo[0] < 6 && childrensTo[1] < 6);
    }

    private List<Integer> slices() {
        return java.util.stream.IntStream.range(0, request.entryCount()).mapToObj(request::slice).toList();
    }

    private RekeyFetcher fetcher() {
        FakeGroup group = new FakeGroup().add(new FakeGroup.Member(OWN, FakeGroup.Role.REPAIR_HEAD, OWN, List.of()));
        RekeyStore store = new RekeyStore(new FakeHopKeys(group, OWN, Nodes.incarnation(OWN, 1)),
                true, RekeyStore.DEFAULT_BYTES);
        return new RekeyFetcher(KeyLayer.TRANSPORT, updates, store, wants, OWN, NackTiming.lan(),
                new ExponentialBackoff(6, 20_000, 2_000_000, new SplittableRandom(1)));
    }
}
