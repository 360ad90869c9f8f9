package io.trackmc.net.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.net.tree.TreeDocument.Heard;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who has gone from one parent to another. */
class MovesTest {

    private static final long DEAD_MS = 60_000;

    private final Moves moves = new Moves();

    @Test
    void shouldTellOfACrowdThatMovedAsOne() {
        look(head(2, 10, 31, 100), head(3, 50, 2, 100));
        List<TreeChild> both = new ArrayList<>(Planted.receivers(50, 2, 100));
        both.addAll(Planted.receivers(10, 31, 200));
        List<Heard> told = moves.look(9_000, List.of(head(2, 10, 31, 100),
                Planted.heard(Planted.head(3, "rh-3", both), 0)));
        assertThat(moves.events()).singleElement().satisfies(event -> {
            assertThat(event.count()).isEqualTo(31);
            assertThat(event.detail()).isEqualTo("from rh-2 to rh-3");
            assertThat(event.about()).startsWith("receiver-10, receiver-11").doesNotContain("receiver-16");
        });
        assertThat(told.getFirst().node().children()).as("each is under one parent").isEmpty();
        assertThat(told.getLast().node().children()).hasSize(33)
                .filteredOn(child -> child.from().equals("rh-2")).hasSize(31);
    }

    @Test
    void shouldAddToACrowdThatGoesOn() {
        look(head(2, 10, 4, 100));
        moves.look(1_000, List.of(head(2, 12, 2, 100), head(3, 10, 2, 200)));
        moves.look(3_000, List.of(head(3, 10, 4, 200)));
        assertThat(moves.events()).singleElement().satisfies(event -> {
            assertThat(event.count()).isEqualTo(4);
            assertThat(event.at()).isEqualTo(1_000);
            assertThat(event.until()).isEqualTo(3_000);
        });
    }

    @Test
    void shouldBelieveTheParentThatIsHeard() {
        look(head(2, 10, 1, 900));
        moves.look(1_000, List.of(Planted.heard(Planted.head(2, "rh-2", Planted.receivers(10, 1, 900)), DEAD_MS),
                head(3, 10, 1, 100)));
        assertThat(moves.events()).singleElement().extracting(TreeEvent::detail).isEqualTo("from rh-2 to rh-3");
    }

    @Test
    void shouldSayNothingOfWhoComesOrStays() {
        look(head(2, 10, 5, 100));
        look(head(2, 10, 6, 100));
        look(head(2, 10, 2, 100));
        assertThat(moves.events()).isEmpty();
    }

    @Test
    void shouldRememberSoManyChildrenAndNoMore() {
        int each = TreeFeed.MOST_NODES / 2;
        for (int round = 0; round < 10; round++) {
            look(head(2, 1 + (long) round * each, each, 100));
        }
        assertThat(moves.size()).isEqualTo(Moves.MOST_PLACES);
        look(head(3, 1 + 9L * each, each, 200));
        assertThat(moves.events()).as("the newest are remembered").singleElement()
                .satisfies(event -> assertThat(event.count()).isEqualTo(each));
    }

    private void look(Heard... nodes) {
        moves.look(500, List.of(nodes));
    }

    private static Heard head(long id, long first, int count, long since) {
        return Planted.heard(Planted.head(id, "rh-" + id, Planted.receivers(first, count, since)), 0);
    }
}
