package io.trackmc.proto.repairhead;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefetchTest {

    private static final int ANN = 100;
    private static final int BOB = 101;

    private final Refetch refetch = new Refetch();

    @Test
    void shouldFetchASequenceAgainOnlyOnce() {
        assertThat(refetch.add(5, ANN, digest(1))).isTrue();
        assertThat(refetch.add(5, BOB, digest(1))).isFalse();
        refetch.arrived(5, digest(2));

        assertThat(refetch.add(5, BOB, digest(2))).isFalse();
        assertThat(refetch.contains(5)).isFalse();
    }

    @Test
    void shouldTellWhoComplainedWithoutReason() {
        refetch.add(5, ANN, digest(1));
        refetch.add(6, BOB, digest(2));
        refetch.add(7, ANN, digest(3));

        assertThat(refetch.arrived(5, digest(1))).isEqualTo(ANN);
        assertThat(refetch.arrived(7, digest(9))).isEqualTo(Refetch.NOBODY);
        assertThat(refetch.arrived(6, digest(2))).isEqualTo(BOB);
        assertThat(refetch.arrived(6, digest(2))).isEqualTo(Refetch.NOBODY);
        assertThat(refetch.size()).isZero();
    }

    @Test
    void shouldFetchNoMoreAtOnceThanItsCapacity() {
        for (int s = 1; s <= Refetch.CAPACITY; s++) {
            assertThat(refetch.add(s, ANN, digest(s))).isTrue();
        }

        assertThat(refetch.add(Refetch.CAPACITY + 1, ANN, digest(0))).isFalse();
        refetch.arrived(3, digest(0));
        assertThat(refetch.add(Refetch.CAPACITY + 1, ANN, digest(0))).isTrue();
        assertThat(refetch.size()).isEqualTo(Refetch.CAPACITY);
    }

    @Test
    void shouldForgetEverythingOnClear() {
        refetch.add(5, ANN, digest(1));

        refetch.clear();

        assertThat(refetch.size()).isZero();
        assertThat(refetch.add(5, ANN, digest(1))).isTrue();
    }

    private static byte[] digest(int mark) {
        byte[] digest = new byte[32];
        digest[31] = (byte) mark;
        return digest;
    }
}
