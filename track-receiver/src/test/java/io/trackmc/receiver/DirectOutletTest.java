package io.trackmc.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DirectOutletTest {

    private static final byte[] CLOSED = ByteBuffer.allocate(Long.BYTES + 1).putLong(7).array();

    private static final byte[] GAP = ByteBuffer.allocate(2 * Long.BYTES).putLong(3).putLong(7).array();

    private final List<Integer> lengths = new ArrayList<>();

    @Test
    void shouldConfirmWhatTheHandlerReturnedFrom() {
        DirectOutlet outlet = outlet(false);
        List<Long> confirmedMeanwhile = new ArrayList<>();
        outlet.handler((bytes, offset, length) -> confirmedMeanwhile.add(outlet.confirmed()));
        outlet.put(Outlet.MESSAGE, 0, new byte[3], 0, 3);
        outlet.put(Outlet.MESSAGE, 0, new byte[3], 0, 3);
        assertThat(confirmedMeanwhile).containsExactly(0L, 1L);
        assertThat(outlet.confirmed()).isEqualTo(2);
        assertThat(outlet.lastOfContent()).isEqualTo(2);
    }

    @Test
    void shouldConfirmOnlyWhatTheApplicationConfirmsItself() {
        DirectOutlet outlet = outlet(true);
        outlet.put(Outlet.MESSAGE, 0, new byte[3], 0, 3);
        outlet.put(Outlet.MESSAGE, 0, new byte[4], 0, 4);
        assertThat(outlet.confirmed()).isZero();
        assertThat(outlet.confirm(outlet.mark())).isTrue();
        assertThat(outlet.confirmed()).isEqualTo(2);
        outlet.confirm(1);
        assertThat(outlet.confirmed()).as("it never goes back").isEqualTo(2);
    }

    @Test
    void shouldPassEventsThatNobodyConfirmsOnceAllBeforeThemIsConfirmed() {
        DirectOutlet outlet = outlet(true);
        outlet.put(Outlet.MESSAGE, 0, new byte[3], 0, 3);
        outlet.put(Outlet.CLOSED, 0, CLOSED, 0, CLOSED.length);
        assertThat(outlet.confirmed()).as("the message is open").isZero();
        outlet.confirm(2);
        outlet.put(Outlet.CLOSED, 0, CLOSED, 0, CLOSED.length);
        assertThat(outlet.confirmed()).isEqualTo(3);
    }

    @Test
    void shouldMarkBehindTheMessageThatIsBeingHandled() {
        DirectOutlet outlet = outlet(true);
        List<Long> marks = new ArrayList<>();
        outlet.handler((bytes, offset, length) -> marks.add(outlet.mark()));
        outlet.put(Outlet.MESSAGE, 0, new byte[1], 0, 1);
        outlet.put(Outlet.MESSAGE, 0, new byte[1], 0, 1);
        assertThat(marks).containsExactly(1L, 2L);
        assertThat(outlet.messages()).isEqualTo(2);
        assertThat(outlet.bytes()).isEqualTo(2);
    }

    @Test
    void shouldPassAGapThatWasHandedOverWhileTheMessageBeforeItWasOpenOnceThatIsConfirmed() {
        DirectOutlet outlet = outlet(true);
        outlet.put(Outlet.MESSAGE, 0, new byte[3], 0, 3);
        long mark = outlet.mark();
        outlet.put(Outlet.MESSAGE, 0, new byte[3], 0, 3);
        long last = outlet.mark();
        outlet.put(Outlet.GAP, 0, GAP, 0, GAP.length);
        outlet.put(Outlet.CLOSED, 0, CLOSED, 0, CLOSED.length);
        outlet.confirm(mark);
        assertThat(outlet.confirmed()).as("the second message is open").isEqualTo(1);
        outlet.confirm(last);
        assertThat(outlet.lastOfContent()).isEqualTo(3);
        assertThat(outlet.confirmed()).isEqualTo(4);
    }

    @Test
    void shouldNotCountForAnotherThreadWhatTheHandlerIsStillIn() {
        DirectOutlet outlet = new DirectOutlet(true);
        List<Long> others = new ArrayList<>();
        outlet.handler((bytes, offset, length) -> {
            long mine = outlet.mark();
            others.add(CompletableFuture.supplyAsync(outlet::mark).join());
            assertThat(CompletableFuture.supplyAsync(outlet::confirmable).join()).as("a mark given away")
                    .isEqualTo(mine);
        });
        outlet.put(Outlet.MESSAGE, 0, new byte[1], 0, 1);
        outlet.put(Outlet.MESSAGE, 0, new byte[1], 0, 1);
        assertThat(others).containsExactly(0L, 1L);
        assertThat(outlet.mark()).isEqualTo(2);
    }

    private DirectOutlet outlet(boolean explicit) {
        DirectOutlet outlet = new DirectOutlet(explicit);
        outlet.handler((bytes, offset, length) -> lengths.add(length));
        return outlet;
    }
}
