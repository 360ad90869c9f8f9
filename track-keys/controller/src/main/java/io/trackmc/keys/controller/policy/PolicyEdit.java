package io.trackmc.keys.controller.policy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.trackmc.keys.transport.file.HoconText;
import io.trackmc.keys.transport.file.StrictObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The next edition of a policy while it is made: the fields of the one in force, and what is to be otherwise. Names of fields are those of the
 * token's file (docs/authority-files.md §3), with dots. Not thread-safe.
 */
public final class PolicyEdit {

    private static final String SIGNATURE = "signature";
    private static final String EDITION = "edition";

    /** What makes a token that of its group; nobody changes that. */
    private static final List<String> FIXED = List.of("format", EDITION, "group.id", "group.name", "tenants");

    private final String file;
    private final PolicyToken token;
    private final Config before;
    private Config after;

    /**
     * Of the policy in force.
     *
     * @param file for messages
     */
    public PolicyEdit(String file, SignedPolicy current) {
        this.file = file;
        token = current.token();
        before = HoconText.parse(file, new String(current.bytes(), StandardCharsets.UTF_8), PolicyException::new)
                .withoutPath(SIGNATURE);
        after = before;
    }

    /**
     * Has all fields of a text, and keeps the others; a field that is null there goes away, and a list takes the place of the whole list.
     *
     * @param from where it stands, for messages
     * @param hocon HOCON or JSON
     * @throws PolicyException when it is neither
     */
    public PolicyEdit merge(String from, String hocon) {
        after = HoconText.parse(from, hocon, PolicyException::new).withFallback(after);
        return this;
    }

    /**
     * Has one field.
     *
     * @param path such as {@code rekey.everyMillis}
     * @param value as in HOCON; {@code null} has the field go away
     * @throws PolicyException when they cannot be such
     */
    public PolicyEdit set(String path, String value) {
        try {
            Config parsed = ConfigFactory.parseString("value = " + value);
            after = parsed.hasPath("value") ? after.withValue(path, parsed.getValue("value")) : after.withoutPath(path);
        } catch (ConfigException _) {
            throw new PolicyException("--set " + path + "=" + value
                    + ": not a field with a value, allowed: rekey.everyMillis=3600000 and the like");
        }
        return this;
    }

    /** What is otherwise than in the policy in force, a line for each field. */
    public List<String> differences() {
        Map<String, String> old = flat(before);
        Map<String, String> now = flat(after);
        List<String> lines = new ArrayList<>();
        TreeMap<String, String> all = new TreeMap<>(old);
        all.putAll(now);
        for (String path : all.keySet()) {
            String was = old.getOrDefault(path, "none");
            String is = now.getOrDefault(path, "none");
            if (!was.equals(is)) {
                lines.add(path + ": " + was + " -> " + is);
            }
        }
        return lines;
    }

    /**
     * The token of the next edition.
     *
     * @throws PolicyException with key, what was found and what is allowed; also when nothing is otherwise
     */
    public PolicyToken next() {
        String name = file + ", edition " + (token.edition() + 1);
        for (String path : FIXED) {
            String found = text(after, path);
            String fixed = text(before, path);
            if (!fixed.equals(found)) {
                throw new PolicyException(name + ": key \"" + path + "\": found " + found + ", allowed: " + fixed
                        + (path.equals(EDITION) ? ", the next one counts by itself" : ", which cannot change"));
            }
        }
        // Line numbers of two texts would say nothing.
        ConfigObject plain = ConfigValueFactory.fromMap(withoutNulls(after.root()));
        PolicyToken read = PolicyFields.read(new StrictObject(name, plain, PolicyException::new));
        if (read.equals(token)) {
            throw new PolicyException(name + ": found nothing that is not in edition " + token.edition()
                    + ", allowed: a change");
        }
        return read.next();
    }

    private static Map<String, Object> withoutNulls(ConfigObject object) {
        Map<String, Object> plain = new TreeMap<>();
        object.forEach((key, value) -> {
            if (value instanceof ConfigObject inner) {
                plain.put(key, withoutNulls(inner));
            } else if (value.valueType() != ConfigValueType.NULL) {
                plain.put(key, value.unwrapped());
            }
        });
        return plain;
    }

    private static Map<String, String> flat(Config config) {
        Map<String, String> fields = new TreeMap<>();
        config.entrySet().forEach(entry -> fields.put(String.join(".", ConfigUtil.splitPath(entry.getKey())),
                entry.getValue().render(ConfigRenderOptions.concise())));
        return fields;
    }

    private static String text(Config config, String path) {
        @Nullable ConfigValue value = config.hasPath(path) ? config.getValue(path) : null;
        return value == null ? "nothing" : value.render(ConfigRenderOptions.concise());
    }
}
