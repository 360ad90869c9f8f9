package io.trackmc.proto.repairhead;

import io.trackmc.proto.tree.ParentBond;
import io.trackmc.proto.window.ControlRecord;
import io.trackmc.proto.window.InnerStore;

/**
 * What a repair head keeps of one session, and nothing of it of the next.
 *
 * @param store INNERs of the data stream
 * @param control newest control record
 * @param wanted what children asked for and is not there yet
 * @param refetch what is fetched again
 * @param told confirmed receivers of which parents were told
 */
record RepairHeadMemory(
        InnerStore store, ControlRecord control, Wanted wanted, Refetch refetch, ToldCounts told) {

    /** Another session begins. */
    void clear() {
        told.clear();
        store.clear();
        control.clear();
        wanted.clear();
        refetch.clear();
    }

    /** A parent confirmed, and not another session. */
    void onAnotherParent() {
        control.doubt();
    }

    /** Which run of which parent is told from now on. */
    void boundTo(ParentBond bond) {
        told.boundTo(bond.parent(), bond.incarnation());
    }
}
