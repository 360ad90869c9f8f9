package io.trackmc.proto.repairhead;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComplaintsTest {

    private static final int CHILDREN = 16;

    private final Complaints complaints = new Complaints(CHILDREN);

    @Test
    void shouldKnowWhatAComplaintIsAbout() {
        complaints.open(5, digest(1));
        complaints.open(6, digest(2));

        assertThat(complaints.find(5).isAbout(digest(1))).isTrue();
        assertThat(complaints.find(5).isAbout(digest(2))).isFalse();
        assertThat(complaints.find(6).digest()).isEqualTo(digest(2));
        assertThat(complaints.find(7)).isNull();
    }

    @Test
    void shouldKeepTheOthersWhenOneIsClosed() {
        complaints.open(5, digest(1)).accusers().set(1);
        complaints.open(6, digest(2)).accusers().set(2);
        complaints.open(7, digest(3)).accusers().set(3);

        complaints.close(5);
        complaints.close(5);

        assertThat(complaints.size()).isEqualTo(2);
        assertThat(complaints.find(5)).isNull();
        assertThat(complaints.find(6).accusers().get(2)).isTrue();
        assertThat(complaints.find(7).accusers().get(3)).isTrue();
    }

    @Test
    void shouldOpenAComplaintAnewAfterItWasClosed() {
        complaints.open(5, digest(1)).accusers().set(1);
        complaints.close(5);

        assertThat(complaints.open(5, digest(2)).accusers().isEmpty()).isTrue();
    }

    @Test
    void shouldCloseWhatTheStoreHasNoPlaceFor() {
        for (int s = 5; s <= 8; s++) {
            complaints.open(s, digest(s));
        }

        complaints.closeThrough(7);

        assertThat(complaints.size()).isEqualTo(1);
        assertThat(complaints.get(0).sequence()).isEqualTo(8);
    }

    @Test
    void shouldBeFullAtItsCapacity() {
        for (int s = 1; s <= Complaints.CAPACITY; s++) {
            assertThat(complaints.isFull()).isFalse();
            complaints.open(s, digest(s));
        }

        assertThat(complaints.isFull()).isTrue();
        complaints.clear();
        assertThat(complaints.isFull()).isFalse();
        assertThat(complaints.find(1)).isNull();
    }

    private static byte[] digest(int mark) {
        byte[] digest = new byte[32];
        digest[31] = (byte) mark;
        return digest;
    }
}
