package io.trackmc.repairhead;

import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.keys.transport.conf.EffectiveConfig;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.service.ServiceManager;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What SIGHUP does: reads the configuration again, and all files of keys and certificates that it names, and has the repair head go on with them, all or
 * nothing. Where anything is wrong, or a key has changed that takes a restart, everything stays as it was. One call at a time.
 */
final class Reload {

    private static final String PREFIX = "reload: ";

    private final Supplier<NodeConfigFile.Read> reader;
    private final Target target;
    private final ServiceManager manager;
    private final Consumer<String> progress;
    private NodeConfigFile.Read running;

    /** What goes on with another configuration. */
    @FunctionalInterface
    interface Target {

        /**
         * Goes on with it.
         *
         * @throws ConfigurationException when it cannot; nothing has changed then
         */
        void take(NodeConfigFile.Read other);
    }

    /**
     * Of one run.
     *
     * @param running the configuration that it has
     * @param reader reads the one that there is now
     * @param progress takes lines for people
     */
    Reload(NodeConfigFile.Read running, Supplier<NodeConfigFile.Read> reader, Target target, ServiceManager manager,
            Consumer<String> progress) {
        this.running = running;
        this.reader = reader;
        this.target = target;
        this.manager = manager;
        this.progress = progress;
    }

    void run() {
        manager.reloading();
        try {
            reload();
        } catch (ConfigurationException | KeyFileException e) {
            progress.accept(PREFIX + "refused, and it goes on with what it had: "
                    + String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " "));
        } finally {
            manager.reloaded();
        }
    }

    private void reload() {
        NodeConfigFile.Read now = reader.get();
        List<EffectiveConfig.Change> changes = running.effective().changesTo(now.effective());
        String role = now.config().self().role().text();
        List<EffectiveConfig.Change> fixed = changes.stream()
                .filter(change -> !change.entry().reloads().contains(role)).toList();
        if (!fixed.isEmpty()) {
            throw new ConfigurationException(List.of("a restart is needed for " + fixed.stream()
                    .map(EffectiveConfig.Change::toString).collect(Collectors.joining(", "))));
        }
        target.take(now);
        running = now;
        changes.forEach(change -> progress.accept(PREFIX + change));
        progress.accept(PREFIX + (changes.isEmpty() ? "no key has changed" : "done")
                + "; certificates, their keys and the token were read again");
    }
}
