package io.trackmc.net.management;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.trackmc.net.drill.BadOrderException;
import io.trackmc.net.drill.DrillDesk;
import io.trackmc.net.tree.LiveTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is there to be asked for: metrics, whether the process is alive, whether the node does its work, how it is, and the tree. */
final class Pages {

    private static final String PLAIN_TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";

    private static final String DRILL = "/drill";
    private static final String ORDER = DRILL + "/";
    private static final String NO_DRILLS = "drills are refused here; drills.longest allows them\n";

    /** A driver that does not come back in this time is held up. */
    private static final long PATIENCE_MS = 2000;

    /** How long a tree is good: longer, because it is much to write. */
    static final long TREE_KEPT_NS = 1_000_000_000L;

    private static final String NOTHING_ALLOWED = "default-src 'none'; frame-ancestors 'none'";
    private static final Page TREE_PAGE = new Page(HttpResponseStatus.OK, "text/html; charset=utf-8", TreePage.TEXT,
            TreePage.POLICY);

    /** How long a page of metrics is good. */
    static final long KEPT_NS = 100_000_000L;

    private final ManagementSource source;
    /** Of the last page, by its writer. */
    private final IdentityHashMap<ExpositionFormatWriter, Kept> kept = new IdentityHashMap<>();
    private final LongSupplier clockNs;
    private final Asked status;
    private final Asked own;
    private final Asked whole;
    private final boolean hasTree;
    private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();
    private final ExpositionFormatWriter prometheus = PrometheusTextFormatWriter.create();

    /** @param tree what the node and those below it tell of the tree; null where there is none */
    Pages(ManagementSource source, @Nullable LiveTree tree, LongSupplier clockNs) {
        this.source = source;
        this.clockNs = clockNs;
        this.status = new Asked(source::status, KEPT_NS);
        this.hasTree = tree != null;
        this.own = new Asked(tree == null ? Pages::nothing : tree::own, TREE_KEPT_NS);
        this.whole = new Asked(tree == null ? Pages::nothing : tree::whole, TREE_KEPT_NS);
    }

    private static CompletableFuture<String> nothing() {
        return CompletableFuture.failedFuture(new IllegalStateException("no tree"));
    }

    private record Kept(Page page, long writtenNs) {}

    /**
     * An answer.
     *
     * @param policy what a browser may do with it
     */
    record Page(HttpResponseStatus status, String contentType, String text, String policy) {

        Page(HttpResponseStatus status, String contentType, String text) {
            this(status, contentType, text, NOTHING_ALLOWED);
        }
    }

    /** The page that shows the tree. It has nothing of the node, so whoever asks may have it; null for another path. */
    @Nullable
    Page open(String path) {
        return hasTree && path.equals("/") ? TREE_PAGE : null;
    }

    /**
     * The page of a path; null when there is none.
     *
     * @param accept formats that are wanted, as HTTP's Accept says it; null for any
     */
    @Nullable
    CompletableFuture<Page> find(String path, @Nullable String accept) {
        return switch (path) {
            case "/metrics" -> done(metrics(openMetrics.accepts(accept) ? openMetrics : prometheus));
            case "/livez" -> done(health("alive", source.whyNotAlive()));
            case "/readyz" -> done(health("ready", source.whyNotReady()));
            case "/status" -> status.get();
            case "/" -> hasTree ? done(TREE_PAGE) : null;
            case "/tree" -> hasTree ? whole.get() : null;
            case "/tree/own" -> hasTree ? own.get() : null;
            case DRILL -> drill(DrillDesk::look);
            default -> null;
        };
    }

    /**
     * The answer to an order of a drill; null where there is no place for orders.
     *
     * @param path with the kind of fault behind {@code /drill/}
     * @param parameters of the query
     */
    @Nullable
    CompletableFuture<Page> order(String path, Map<String, List<String>> parameters) {
        return isOrder(path) ? drill(desk -> desk.order(path.substring(ORDER.length()), parameters)) : null;
    }

    /** Whether it is a path for orders. */
    static boolean isOrder(String path) {
        return path.startsWith(ORDER);
    }

    private CompletableFuture<Page> drill(Function<DrillDesk, String> answer) {
        DrillDesk desk = source.drills();
        if (desk == null) {
            return done(new Page(HttpResponseStatus.FORBIDDEN, PLAIN_TEXT, NO_DRILLS));
        }
        try {
            return done(new Page(HttpResponseStatus.OK, JSON, answer.apply(desk) + "\n"));
        } catch (BadOrderException e) {
            return done(new Page(HttpResponseStatus.BAD_REQUEST, PLAIN_TEXT, e.getMessage() + "\n"));
        }
    }

    private static CompletableFuture<Page> done(Page page) {
        return CompletableFuture.completedFuture(page);
    }

    /** What a node is asked for. Those who ask while it is being asked, or shortly after, get the same: nobody keeps the node busy by asking. */
    private final class Asked {

        private final Supplier<CompletableFuture<String>> question;
        private final long keptNs;
        private @Nullable CompletableFuture<Page> answer;
        private long askedNs;

        Asked(Supplier<CompletableFuture<String>> question, long keptNs) {
            this.question = question;
            this.keptNs = keptNs;
        }

        CompletableFuture<Page> get() {
            long nowNs = clockNs.getAsLong();
            CompletableFuture<Page> last = answer;
            if (last != null && nowNs - askedNs < keptNs) {
                return last;
            }
            askedNs = nowNs;
            CompletableFuture<Page> next = question.get()
                    .thenApply(text -> new Page(HttpResponseStatus.OK, JSON, text + "\n"))
                    .orTimeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                    .exceptionally(why -> new Page(HttpResponseStatus.SERVICE_UNAVAILABLE, PLAIN_TEXT,
                            why instanceof TimeoutException ? "the node does not answer\n" : "nothing to tell now\n"));
            answer = next;
            return next;
        }
    }

    /** As old as nodes tell their figures at most, so that whoever asks all the time keeps nobody busy. */
    private Page metrics(ExpositionFormatWriter writer) {
        long nowNs = clockNs.getAsLong();
        Kept last = kept.get(writer);
        if (last != null && nowNs - last.writtenNs < KEPT_NS) {
            return last.page;
        }
        Page page = write(writer);
        kept.put(writer, new Kept(page, nowNs));
        return page;
    }

    private Page write(ExpositionFormatWriter writer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(out, source.metrics());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Page(HttpResponseStatus.OK, writer.getContentType(), out.toString(StandardCharsets.UTF_8));
    }

    private static Page health(String state, @Nullable String whyNot) {
        HttpResponseStatus status = whyNot == null ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE;
        String line = whyNot == null ? state : "not " + state + ": " + whyNot;
        return new Page(status, PLAIN_TEXT, line + "\n");
    }
}
