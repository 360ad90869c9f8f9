package io.trackmc.keys.transport.conf;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The name of a file or directory, relative to the file in which it stands. What is in the file is never part of a configuration, so secrets are named
 * and not written down.
 *
 * @param type file or directory
 */
public record FileForm(String type) implements ValueForm<String> {

    private static final int MAX_LENGTH = 4096;

    /** The name of a file. */
    public static final FileForm FILE = new FileForm("file");

    /** The name of a directory. */
    public static final FileForm DIRECTORY = new FileForm("directory");

    @Override
    public @Nullable String read(ConfigValue value) {
        String name = String.valueOf(value.unwrapped());
        boolean isName = value.valueType() == ConfigValueType.STRING && !name.isEmpty()
                && name.length() <= MAX_LENGTH && name.indexOf('\n') < 0;
        return isName && isPath(name) ? name : null;
    }

    private static boolean isPath(String name) {
        try {
            return !Path.of(name).toString().isEmpty();
        } catch (InvalidPathException _) {
            return false;
        }
    }

    /** The file of that name beside another. */
    public static Path beside(Path file, String name) {
        return file.toAbsolutePath().resolveSibling(name).normalize();
    }

    @Override
    public String text(String value) {
        return value;
    }

    @Override
    public String range() {
        return "";
    }

    @Override
    public String allowed() {
        return "the name of a " + type;
    }

    /** Of a name that is wrong. */
    @Override
    public String placeholder() {
        return "unknown";
    }
}
