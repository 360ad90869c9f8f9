package io.trackmc.net.authority;

import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.keys.transport.registration.RefusalReason;
import io.trackmc.net.Threads;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the rekeys of one authority to the root of the tree as they are made, and tells the authority how far the group has come.
 *
 * <p>Without the authority everything goes on under the keys that there are; the feed connects again, at first soon, then less and less
 * often. Two threads of its own.
 */
public final class RekeyFeed implements Closeable {

    /** What the root has to do with it. Called by the feed's threads. */
    public interface Root {

        /** Number of the last rekey that is whole here. */
        long after();

        /** The authority does not keep the rekeys after that any more: they cannot come by this way. */
        default void tooOld() {}

        /** The authority tells this node no rekeys any more, for good: whether it is given keys, it has to ask. */
        default void refused() {}

        /** An INNER of a rekey came; it is not verified. */
        void rekey(byte[] inner);

        /** Lowest epoch that everybody in the tree has installed. */
        long installedEpoch();

        /** Epoch under which this node sends. */
        long activeEpoch();
    }

    private static final Logger LOG = LoggerFactory.getLogger(RekeyFeed.class);
    private static final long SHORTEST_WAIT_MS = 100;
    private static final long LONGEST_WAIT_MS = 10_000;
    private static final Duration TELL_AGAIN = Duration.ofSeconds(5);

    private final AuthorityAddress authority;
    private final Root root;
    private final Consumer<String> warnings;
    private final Thread reader;
    private final ProgressTeller teller;
    private final AtomicLong heard = new AtomicLong();
    private volatile @Nullable AuthorityClient client;
    private volatile boolean closed;
    private boolean warned;

    private RekeyFeed(AuthorityAddress authority, Root root, Consumer<String> warnings) {
        this.authority = authority;
        this.root = root;
        this.warnings = warnings;
        String name = authority.role().name().toLowerCase(Locale.ROOT);
        reader = Thread.ofPlatform().daemon().name("rekeys-of-" + name).unstarted(this::readAll);
        teller = new ProgressTeller("progress-to-" + name, TELL_AGAIN, this::tell);
    }

    /**
     * Starts.
     *
     * @param warnings told in one line when the authority is away, and again when it is back
     */
    public static RekeyFeed start(AuthorityAddress authority, Root root, Consumer<String> warnings) {
        RekeyFeed feed = new RekeyFeed(authority, root, warnings);
        feed.reader.start();
        feed.teller.start();
        return feed;
    }

    /** The group has come on: the authority is told soon. Any thread. */
    public void progressed() {
        teller.news();
    }

    /** How often the authority has said that it hears. */
    public long heard() {
        return heard.get();
    }

    /** Makes it end soon, without waiting for that: for a thread that the root's answers depend on. */
    public void stop() throws IOException {
        closed = true;
        AuthorityClient open = client;
        if (open != null) {
            open.close();
        }
        reader.interrupt();
        teller.stop();
    }

    @Override
    public void close() throws IOException {
        stop();
        Threads.join(reader);
        teller.close();
    }

    private void readAll() {
        long waitMs = SHORTEST_WAIT_MS;
        while (!closed) {
            long before = heard.get();
            try {
                read();
            } catch (IOException e) {
                warn(e.getMessage());
            } catch (RuntimeException e) {
                // What the root does with a rekey must not end the feed: the next one may be better.
                LOG.error("a rekey could not be taken", e);
                warn("a rekey could not be taken: " + e);
            }
            waitMs = heard.get() > before ? SHORTEST_WAIT_MS : Math.min(2 * waitMs, LONGEST_WAIT_MS);
            if (!closed) {
                LockSupport.parkNanos(
                        Duration.ofMillis(ThreadLocalRandom.current().nextLong(waitMs / 2, waitMs)).toNanos());
            }
        }
    }

    private void read() throws IOException {
        try (AuthorityClient open = AuthorityClient.connect(authority)) {
            open.tell(new Ask.Feed(authority.group(), root.after()));
            client = open;
            teller.news(); // what the authority does may depend on how far the group is
            while (!closed) {
                take(open.receive());
            }
        } finally {
            client = null;
        }
    }

    private void take(Answer answer) throws IOException {
        switch (answer) {
            case Answer.RekeyInner rekey -> root.rekey(rekey.inner().copy());
            case Answer.Done _ -> connected();
            case Answer.Refused refused -> {
                if (refused.reason() == RefusalReason.TOO_OLD) {
                    root.tooOld();
                } else if (refused.reason().isFinal()) {
                    root.refused();
                }
                throw new IOException(refused.reason().text() + ": " + refused.detail());
            }
            case Answer.Joined _ -> throw new IOException("keys came where rekeys were asked for");
            case Answer.Standing _ -> throw new IOException("a status came where rekeys were asked for");
        }
    }

    /** The authority's first word says that it serves the feed; later ones that it has heard how far the group is. */
    private void connected() {
        heard.incrementAndGet();
        if (warned) {
            warned = false;
            warnings.accept(authority.address() + " is back: rekeys go on");
        }
    }

    private void warn(@Nullable String reason) {
        if (!closed && !warned) {
            warned = true;
            warnings.accept(authority.address() + ": no rekeys come (" + reason
                    + "); everything goes on under the keys that there are");
        }
    }

    private void tell() {
        AuthorityClient open = client;
        if (open != null) {
            try {
                open.tell(new Ask.Progress(authority.group(), root.installedEpoch(), root.activeEpoch()));
            } catch (IOException | RuntimeException e) {
                LOG.debug("progress was not told: {}", e.getMessage());
            }
        }
    }
}
