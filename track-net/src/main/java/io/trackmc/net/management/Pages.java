package io.trackmc.net.management;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.trackmc.net.drill.BadOrderException;
import io.trackmc.net.drill.DrillConsole;
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
    private static final String DRILLS = "/drills";
    private static final String WANTED = DRILLS + "/";
    private static final String REPORT = DRILLS + "/report/";
    private static final String NO_DRILLS = "drills are refused here; drills.longest allows them\n";

    /** A driver that does not come back in this time is held up. */
    private static final long PATIENCE_MS = 2000;

    /** How long a tree is good: longer, because it is much to write. */
    static final long TREE_KEPT_NS = 1_000_000_000L;

    private static final String NOTHING_ALLOWED = "default-src 'none'; frame-ancestors 'none'";
    private static final String HTML = "text/html; charset=utf-8";
    private static final Page TREE_PAGE = page(TreePage.PLAIN);
    private static final Page DRILL_PAGE = page(TreePage.WITH_DRILLS);

    /** A report has its style inside, and nothing else that a browser would run or load. */
    private static final String REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'";

    /** How long a page of metrics is good. */
    static final long KEPT_NS = 100_000_000L;

    private final ManagementSource source;
    /** Of the last page, by its writer. */
    private final IdentityHashMap<ExpositionFormatWriter, Kept> kept = new IdentityHashMap<>();
    private final ManagementCounters counters;
    private final LongSupplier clockNs;
    private final Asked status;
    private final Asked own;
    private final Asked whole;
    private final boolean hasTree;
    private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();
    private final ExpositionFormatWriter prometheus = PrometheusTextFormatWriter.create();

    /** @param tree what the node and those below it tell of the tree; null where there is none */
    Pages(ManagementSource source, @Nullable LiveTree tree, ManagementCounters counters,
            LongSupplier clockNs) {
        this.source = source;
        this.counters = counters;
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

    /**
     * What whoever asks may have: the page that shows the tree, which has nothing of the node, and a report whose name nobody can guess; null for another path.
     */
    @Nullable
    Page open(String path) {
        DrillConsole console = source.console();
        if (console != null && path.startsWith(REPORT)) {
            String report = console.report(path.substring(REPORT.length()));
            return report == null ? null : new Page(HttpResponseStatus.OK, HTML, report, REPORT_POLICY);
        }
        return hasTree && path.equals("/") ? console == null ? TREE_PAGE : DRILL_PAGE : null;
    }

    private static Page page(TreePage page) {
        return new Page(HttpResponseStatus.OK, HTML, page.text(), page.policy());
    }

    /**
     * The page of a path; null when there is none.
     *
     * @param accept formats that are wanted, as HTTP's Accept says it; null for any
     */
    @Nullable
    CompletableFuture<Page> find(String path, @Nullable String accept) {
        Page open = open(path);
        if (open != null) {
            return done(open);
        }
        return switch (path) {
            case "/metrics" -> done(metrics(openMetrics.accepts(accept) ? openMetrics : prometheus));
            case "/livez" -> done(health("alive", source.whyNotAlive()));
            case "/readyz" -> done(health("ready", source.whyNotReady()));
            case "/status" -> status.get();
            case "/tree" -> hasTree ? whole.get() : null;
            case "/tree/own" -> hasTree ? own.get() : null;
            case DRILL -> drill(DrillDesk::look);
            case DRILLS -> console(DrillConsole::look);
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
        if (!isOrder(path)) {
            return null;
        }
        if (path.startsWith(WANTED)) {
            return console(console -> console.order(path.substring(WANTED.length()), parameters));
        }
        if (source.drills() == null) {
            counters.refused(Refusal.ORDER);
        }
        return drill(desk -> desk.order(path.substring(ORDER.length()), parameters));
    }

    /** Whether it is a path for orders. */
    static boolean isOrder(String path) {
        return path.startsWith(ORDER) || path.startsWith(WANTED);
    }

    private CompletableFuture<Page> drill(Function<DrillDesk, String> answer) {
        DrillDesk desk = source.drills();
        if (desk == null) {
            return done(new Page(HttpResponseStatus.FORBIDDEN, PLAIN_TEXT, NO_DRILLS));
        }
        return answered(() -> answer.apply(desk));
    }

    private @Nullable CompletableFuture<Page> console(Function<DrillConsole, String> answer) {
        DrillConsole console = source.console();
        return console == null ? null : answered(() -> answer.apply(console));
    }

    private CompletableFuture<Page> answered(Supplier<String> answer) {
        try {
            return done(new Page(HttpResponseStatus.OK, JSON, answer.get() + "\n"));
        } catch (BadOrderException e) {
            counters.refused(Refusal.ORDER);
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
