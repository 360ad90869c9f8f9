package io.trackmc.cli.bench;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How super-packets travel. */
enum Mode {
    /** As they are: as over loopback and between virtual machines of one host. */
    WHOLE,
    /** Cut before they leave the sender's device, as an ordinary network card does. */
    WIRE;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads its word. */
    static final class Converter implements ITypeConverter<Mode> {
        @Override
        public Mode convert(String value) {
            return Arrays.stream(values()).filter(mode -> mode.text().equals(value)).findFirst().orElseThrow(
                    () -> new TypeConversionException("'" + value + "' is not a mode (allowed: whole, wire)"));
        }
    }
}
