package io.trackmc.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RecordReaderTest {

    private static final byte[] GAP = ByteBuffer.allocate(2 * Long.BYTES).putLong(3).putLong(7).array();

    private final Handover handover = new Handover(4096);
    private final RecordReader reader = new RecordReader(handover, true);

    @Test
    void shouldPassAGapThatWasHandedOverWhileTheMessageBeforeItWasOpenOnceThatIsConfirmed() {
        message();
        message();
        gap();
        List<Long> marks = new ArrayList<>();
        reader.poll((bytes, offset, length) -> marks.add(reader.mark()), Integer.MAX_VALUE);
        reader.confirm(marks.getFirst());
        assertThat(handover.confirmed()).as("the second message is open").isEqualTo(1);
        reader.confirm(marks.getLast());
        assertThat(handover.confirmed()).isEqualTo(3);
    }

    @Test
    void shouldPassAGapThatFollowsWhatIsConfirmed() {
        message();
        reader.poll((bytes, offset, length) -> reader.confirm(reader.mark()), Integer.MAX_VALUE);
        gap();
        assertThat(handover.confirmed()).isEqualTo(1);
        reader.poll((bytes, offset, length) -> {}, Integer.MAX_VALUE);
        assertThat(handover.confirmed()).isEqualTo(2);
    }

    @Test
    void shouldNotCountForAnotherThreadWhatTheHandlerIsStillIn() {
        message();
        message();
        List<Long> own = new ArrayList<>();
        List<Long> others = new ArrayList<>();
        reader.poll((bytes, offset, length) -> {
            own.add(reader.mark());
            others.add(CompletableFuture.supplyAsync(reader::mark).join());
        }, Integer.MAX_VALUE);
        assertThat(own).containsExactly(1L, 2L);
        assertThat(others).containsExactly(0L, 1L);
    }

    private void message() {
        handover.put(Outlet.MESSAGE, 0, new byte[1], 0, 1);
    }

    private void gap() {
        handover.put(Outlet.GAP, 0, GAP, 0, GAP.length);
    }
}
