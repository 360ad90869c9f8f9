package io.trackmc.keys.controller.deploy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.trackmc.keys.controller.store.StoreFiles;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Key stores that an authority's configuration puts elsewhere than keys init does. What lies there is nobody's to erase but the operator's. */
final class ConfiguredStores {

    private static final List<String> KEYS = List.of("authority.key-store", "authority.key-store-password-file");

    private ConfiguredStores() {}

    /**
     * Tells of each in one line.
     *
     * @param deployment directory with the authorities' configurations; those that are not there say nothing
     */
    static void warn(Path deployment, AuthorityDirectory files, Consumer<String> warnings) {
        for (KeyLayer layer : KeyLayer.values()) {
            Path conf = deployment.resolve(
                    layer == KeyLayer.TRANSPORT ? DeploymentFiles.TRANSPORT_CONF : DeploymentFiles.CONTENT_CONF);
            StoreFiles usual = files.store(layer);
            List<Path> made = List.of(usual.keyStore(), usual.password());
            try {
                Config found = Files.exists(conf) ? ConfigFactory.parseFile(conf.toFile()) : ConfigFactory.empty();
                for (int i = 0; i < KEYS.size(); i++) {
                    if (found.hasPath(KEYS.get(i))) {
                        warn(conf, KEYS.get(i), found.getString(KEYS.get(i)), made.get(i), warnings);
                    }
                }
            } catch (ConfigException _) {
                warnings.accept(conf + ": cannot be read; destroy the key store that it names, when that is elsewhere");
            }
        }
    }

    private static void warn(Path conf, String key, String name, Path made, Consumer<String> warnings) {
        Path named = conf.toAbsolutePath().resolveSibling(name).normalize();
        if (!named.equals(made.toAbsolutePath().normalize())) {
            warnings.accept(conf + ": " + key + " is " + named + ", which is not erased: destroy it, and put the new "
                    + made + " there before the authority is started");
        }
    }
}
