package io.trackmc.cli.fileset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Sets of files as lists of messages. */
final class SetFixture {

    private SetFixture() {}

    /** All messages of as many passes as are allowed, because nobody ever confirms. */
    static List<byte[]> messages(int passes, Path... paths) throws IOException, InterruptedException {
        Recorder recorder = new Recorder(0);
        OutgoingSet.read(SetScan.of(List.of(paths)), _ -> {}).send(recorder, passes, (_, _) -> {});
        return recorder.messages;
    }

    static IncomingSet incoming(Path directory, Existing existing, List<String> lines) {
        return IncomingSet.below(directory, null, existing, Preserve.SAFE, lines::add);
    }

    /** Gives messages to a set; the last answer. */
    static boolean take(IncomingSet set, List<byte[]> messages) throws IOException {
        boolean confirmed = false;
        for (byte[] message : messages) {
            confirmed = set.onMessage(message, 0, message.length);
        }
        return confirmed;
    }

    static byte[] content(int size, long seed) {
        byte[] content = new byte[size];
        new Random(seed).nextBytes(content);
        return content;
    }

    /** A tree with an empty directory, an empty file, small ones and one of several chunks. */
    static Path tree(Path parent) throws IOException {
        Path tree = Files.createDirectories(parent.resolve("release"));
        Files.createDirectories(tree.resolve("doc/empty"));
        Files.createDirectories(tree.resolve("bin"));
        Files.write(tree.resolve("bin/tool"), content(200_000, 1));
        Files.write(tree.resolve("doc/README"), content(1000, 2));
        Files.write(tree.resolve("doc/nothing"), new byte[0]);
        Files.write(tree.resolve("zoë 漢字"), content(65_536, 3));
        return tree;
    }

    /** Everything below a directory, with slashes. */
    static List<String> names(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> !path.equals(directory)).map(path -> directory.relativize(path).toString())
                    .sorted().toList();
        }
    }

    /** Keeps what is published; everybody confirms from a position on. */
    static final class Recorder implements OutgoingSet.Line {

        final List<byte[]> messages = new ArrayList<>();
        private final long confirmedFrom;

        /** @param confirmedFrom messages after which everybody is whole, 0: never */
        Recorder(long confirmedFrom) {
            this.confirmedFrom = confirmedFrom;
        }

        @Override
        public long publish(byte[] message, int offset, int length) {
            messages.add(Arrays.copyOfRange(message, offset, offset + length));
            return messages.size();
        }

        @Override
        public boolean isConfirmed(long position) {
            return confirmedFrom > 0 && messages.size() >= confirmedFrom;
        }

        @Override
        public boolean isEverybodyWhole(OutgoingSet.Mark mark) throws InterruptedException {
            return isConfirmed(mark.publish());
        }

        @Override
        public boolean isAnotherPassOfUse(OutgoingSet.Mark mark) throws InterruptedException {
            return !isEverybodyWhole(mark);
        }
    }
}
