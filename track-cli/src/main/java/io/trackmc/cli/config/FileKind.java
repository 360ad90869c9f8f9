package io.trackmc.cli.config;

import io.trackmc.keys.controller.authority.AuthorityCatalogue;
import io.trackmc.keys.controller.authority.AuthorityConfigFile;
import io.trackmc.keys.transport.bundle.ApplianceCatalogue;
import io.trackmc.keys.transport.bundle.ApplianceConfigFile;
import io.trackmc.keys.transport.bundle.NodeCatalogue;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.keys.transport.conf.Catalogue;
import io.trackmc.keys.transport.conf.ConfText;
import io.trackmc.keys.transport.conf.EffectiveConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A kind of configuration file.
 *
 * @param catalogue of its keys
 * @param mark a path that only files of this kind have; empty for the kind of all others
 * @param reader reads one
 */
record FileKind(Catalogue catalogue, String mark, Reader reader) {

    /** All that there are; the last is that of files without a mark. */
    static final List<FileKind> ALL = List.of(
            new FileKind(AuthorityCatalogue.CATALOGUE, "authority",
                    (file, overrides) -> {
                        AuthorityConfigFile.Read read = AuthorityConfigFile.readWhole(file, overrides);
                        return new Read(read.effective(), read.warnings());
                    }),
            new FileKind(ApplianceCatalogue.CATALOGUE, "appliance",
                    (file, overrides) -> new Read(ApplianceConfigFile.readWhole(file, overrides).effective(),
                            List.of())),
            new FileKind(NodeCatalogue.CATALOGUE, "",
                    (file, overrides) -> {
                        NodeConfigFile.Read read = NodeConfigFile.readWhole(file, overrides);
                        return new Read(read.effective(), read.warnings());
                    }));

    /**
     * What a file says.
     *
     * @param effective key by key
     * @param warnings of what works and is hardly meant, one line each
     */
    record Read(EffectiveConfig effective, List<String> warnings) {}

    /** Reads a file of one kind. */
    @FunctionalInterface
    interface Reader {

        /**
         * What the file says.
         *
         * @throws io.trackmc.keys.transport.file.KeyFileException with all faults
         */
        Read read(Path file, Map<String, String> overrides);
    }

    /** What a file says, whatever its kind. */
    static Read read(Path file, Map<String, String> overrides) {
        var config = ConfText.parse(file, ConfText.of(file), overrides, new ArrayList<>());
        FileKind kind = ALL.stream().filter(each -> each.mark.isEmpty() || config.hasPath(each.mark)).findFirst()
                .orElseThrow();
        return kind.reader.read(file, overrides);
    }
}
