package io.trackmc.keys.transport.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A list of objects, each with keys of its own; read by {@link ConfValues#objects}.
 *
 * @param items what an object may have
 * @param least fewest that there may be
 * @param most most that there may be
 * @param what they are, for people
 */
public record ObjectsForm(Catalogue items, int least, int most, String what) implements ValueForm<List<Config>> {

    @Override
    public List<Config> read(ConfigValue value) {
        return List.copyOf(value.atKey("list").getConfigList("list"));
    }

    @Override
    public String text(List<Config> value) {
        return value.stream().map(item -> item.root().render(ConfigRenderOptions.concise()))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public String type() {
        return "list of objects";
    }

    @Override
    public String range() {
        return least + " to " + most + " of { "
                + items.entries().stream().map(KeyEntry::name).collect(Collectors.joining(", ")) + " }";
    }

    @Override
    public String allowed() {
        return "a list of objects [ { .. } ]";
    }

    /** Of a list with too few or too many. */
    String counts() {
        return least + " to " + most + " " + what;
    }

    @Override
    public List<Config> placeholder() {
        return List.of();
    }
}
