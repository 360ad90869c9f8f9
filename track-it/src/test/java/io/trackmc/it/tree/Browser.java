package io.trackmc.it.tree;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.trackmc.keys.transport.file.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A headless Chromium with one page, driven over its DevTools protocol. One thread. */
public final class Browser implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final long LIMIT_SECONDS = 60;
    private static final String LISTENING = "DevTools listening on ";

    private final Process process;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<Integer, CompletableFuture<Config>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();
    private final WebSocket socket;
    /** Of the page; empty until there is one. */
    private String session = "";

    private Browser(Process process, URI address) {
        this.process = process;
        this.socket = await(client.newWebSocketBuilder().buildAsync(address, new Listener()));
        String target = send("Target.createTarget", "{\"url\":\"about:blank\"}").getString("targetId");
        this.session = send("Target.attachToTarget", new JsonText().field("targetId", target).field("flatten", true)
                .oneLine()).getString("sessionId");
    }

    /** Whether there is one on this machine. */
    public static boolean isThere() {
        return Files.isExecutable(PROGRAM);
    }

    /** Starts it with a profile of its own, in a directory that is not there yet. */
    public static Browser start(Path profile) {
        try {
            Process process = new ProcessBuilder(PROGRAM.toString(), "--headless", "--no-sandbox", "--disable-gpu",
                    "--disable-quic", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync", "--force-device-scale-factor=1",
                    "--hide-scrollbars", "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank")
                    .redirectErrorStream(true).start();
            return new Browser(process, address(process));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URI address(Process process) throws IOException {
        BufferedReader lines = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(LISTENING)) {
                Thread.ofPlatform().daemon().start(() -> readOn(lines));
                return URI.create(line.substring(LISTENING.length()));
            }
        }
        throw new IOException("Chromium has ended without a word of its port");
    }

    /** Somebody has to take what it says, or it would stand still. */
    private static void readOn(BufferedReader lines) {
        try {
            while (lines.readLine() != null) {
                // nobody wants to know
            }
        } catch (IOException _) {
            // it has ended
        }
    }

    /** Size of the page in pixels, and whether the system is dark. */
    public Browser looks(int width, int height, boolean dark) {
        send("Emulation.setDeviceMetricsOverride", "{\"width\":" + width + ",\"height\":" + height
                + ",\"deviceScaleFactor\":1,\"mobile\":false}");
        send("Emulation.setEmulatedMedia", "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\""
                + (dark ? "dark" : "light") + "\"}]}");
        return this;
    }

    /** Goes to a page; it is not there yet when this returns. */
    public Browser open(String url) {
        send("Page.enable", "{}");
        send("Page.navigate", new JsonText().field("url", url).oneLine());
        return this;
    }

    /** What an expression gives, as text. */
    public String get(String expression) {
        Config answer = send("Runtime.evaluate", new JsonText().field("expression", "String(" + expression + ")")
                .field("returnByValue", true).field("awaitPromise", true).oneLine());
        if (answer.hasPath("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + answer.getConfig("exceptionDetails"));
        }
        return answer.getString("result.value");
    }

    /** Elements that a selector finds. */
    public int count(String selector) {
        return Integer.parseInt(get("document.querySelectorAll('" + selector + "').length"));
    }

    /** What the first element says that a selector finds. */
    public String text(String selector) {
        return get("(document.querySelector('" + selector + "') || {textContent: ''}).textContent");
    }

    /** Waits until an expression holds; the page comes to it by itself. */
    public void until(String expression) {
        String promise = "new Promise(done => { const look = () => { let is = false; try { is = !!(" + expression
                + "); } catch (e) { is = false; } if (is) { done(true); } else { setTimeout(look, 20); } }; look(); })";
        Config answer = send("Runtime.evaluate", new JsonText().field("expression", promise)
                .field("returnByValue", true).field("awaitPromise", true).oneLine());
        if (!answer.hasPath("result.value") || !answer.getBoolean("result.value")) {
            throw new IllegalStateException("did not come about: " + expression);
        }
    }

    /** Presses and lets go a key, as a keyboard would. */
    public Browser key(String key) {
        int code = switch (key) {
            case "Enter" -> 13;
            case "Escape" -> 27;
            case "Tab" -> 9;
            case "ArrowLeft" -> 37;
            case "ArrowUp" -> 38;
            case "ArrowRight" -> 39;
            case "ArrowDown" -> 40;
            case " " -> 32;
            case "Home" -> 36;
            default -> 35;
        };
        for (String type : new String[] {"keyDown", "keyUp"}) {
            JsonText event = new JsonText().field("type", type).field("key", key).field("code", key)
                    .field("windowsVirtualKeyCode", code);
            if (key.equals("Enter")) {
                event.field("text", "\r"); // without it no form is sent
            }
            send("Input.dispatchKeyEvent", event.oneLine());
        }
        return this;
    }

    /** Writes where the focus is. */
    public Browser type(String text) {
        send("Input.insertText", new JsonText().field("text", text).oneLine());
        return this;
    }

    /** A picture of what is seen. */
    public void picture(Path file) {
        try {
            Files.write(file, Base64.getDecoder().decode(send("Page.captureScreenshot", "{\"format\":\"png\"}")
                    .getString("data")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return get("document.body.innerText");
    }

    private Config send(String method, String parameters) {
        int id = number.incrementAndGet();
        CompletableFuture<Config> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        JsonText message = new JsonText().field("id", id).field("method", method).json("params", parameters);
        if (!session.isEmpty()) {
            message.field("sessionId", session);
        }
        await(socket.sendText(message.oneLine(), true));
        Config told = await(answer);
        if (told.hasPath("error")) {
            throw new IllegalStateException(method + ": " + told.getConfig("error"));
        }
        return told.getConfig("result");
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Config json(String text) {
        return ConfigFactory.parseString(text, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
    }

    @Override
    public void close() {
        var _ = socket.sendText("{\"id\":" + number.incrementAndGet() + ",\"method\":\"Browser.close\"}", true);
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        socket.abort();
        client.shutdownNow();
    }

    /** Takes answers; what the browser says unasked is nobody's concern. */
    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                Config told = json(text.toString());
                text.setLength(0);
                CompletableFuture<Config> answer = told.hasPath("id") ? waiting.remove(told.getInt("id")) : null;
                if (answer != null) {
                    answer.complete(told);
                }
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }
}
