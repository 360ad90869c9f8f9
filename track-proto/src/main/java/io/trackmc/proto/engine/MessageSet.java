package io.trackmc.proto.engine;

import io.trackmc.proto.wire.AdvertiseMessage;
import io.trackmc.proto.wire.BindConfirmMessage;
import io.trackmc.proto.wire.BindPendingMessage;
import io.trackmc.proto.wire.BindRejectMessage;
import io.trackmc.proto.wire.BindRequestMessage;
import io.trackmc.proto.wire.EjectRequestMessage;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.NackMessage;
import io.trackmc.proto.wire.NackSuppressMessage;
import io.trackmc.proto.wire.QueryMessage;
import io.trackmc.proto.wire.RekeyRequestMessage;
import io.trackmc.proto.wire.TrackMessage;
import io.trackmc.proto.wire.UnbindRequestMessage;

/**
 * One message of each type, of which a thread needs two sets: one into which the packet is read that an engine handles just now, gone with the next packet
 * of its type, of whichever engine; and one in which an engine puts together what it sends. Whoever takes one of these resets it and writes it out at once;
 * nothing is left in it for later.
 */
public final class MessageSet {

    private final AdvertiseMessage advertise = new AdvertiseMessage();
    private final BindConfirmMessage bindConfirm = new BindConfirmMessage();
    private final BindPendingMessage bindPending = new BindPendingMessage();
    private final BindRejectMessage bindReject = new BindRejectMessage();
    private final BindRequestMessage bindRequest = new BindRequestMessage();
    private final EjectRequestMessage eject = new EjectRequestMessage();
    private final HeartbeatMessage heartbeat = new HeartbeatMessage();
    private final NackMessage nack = new NackMessage();
    private final NackSuppressMessage nackSuppress = new NackSuppressMessage();
    private final QueryMessage query = new QueryMessage();
    private final RekeyRequestMessage rekeyRequest = new RekeyRequestMessage();
    private final TrackMessage track = new TrackMessage();
    private final UnbindRequestMessage unbind = new UnbindRequestMessage();

    MessageSet() {}

    public AdvertiseMessage advertise() {
        return advertise;
    }

    public BindConfirmMessage bindConfirm() {
        return bindConfirm;
    }

    public BindPendingMessage bindPending() {
        return bindPending;
    }

    public BindRejectMessage bindReject() {
        return bindReject;
    }

    public BindRequestMessage bindRequest() {
        return bindRequest;
    }

    public EjectRequestMessage eject() {
        return eject;
    }

    public HeartbeatMessage heartbeat() {
        return heartbeat;
    }

    public NackMessage nack() {
        return nack;
    }

    public NackSuppressMessage nackSuppress() {
        return nackSuppress;
    }

    public QueryMessage query() {
        return query;
    }

    public RekeyRequestMessage rekeyRequest() {
        return rekeyRequest;
    }

    public TrackMessage track() {
        return track;
    }

    public UnbindRequestMessage unbind() {
        return unbind;
    }
}
