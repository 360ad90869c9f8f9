package io.trackmc.keys.controller.authority;

import io.trackmc.net.tls.Reply;
import java.util.ArrayList;
import java.util.List;

/** Keeps what was answered. */
final class RecordingReply implements Reply {

    final List<byte[]> frames = new ArrayList<>();
    boolean ended;

    @Override
    public void send(byte[] frame) {
        frames.add(frame);
    }

    @Override
    public void sendLast(byte[] frame) {
        frames.add(frame);
    }

    @Override
    public void end() {
        ended = true;
    }

    @Override
    public boolean isOpen() {
        return !ended;
    }
}
