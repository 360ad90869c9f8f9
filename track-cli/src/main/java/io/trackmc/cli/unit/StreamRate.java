package io.trackmc.cli.unit;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How fast a stream is: in messages, as {@code 500msg} or {@code 50kmsg} a second, or in data, as {@link DataRate} has it.
 *
 * @param value of one second
 * @param inMessages whether the value is in messages; else in bytes
 */
public record StreamRate(double value, boolean inMessages) {

    /** Messages per second, if each has {@code bytes} bytes. */
    public double messagesPerSecond(int bytes) {
        return inMessages ? value : value / bytes;
    }

    /** Reads one. */
    public static final class Converter implements ITypeConverter<StreamRate> {

        private static final Pattern MESSAGES = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([km]?)msg(?:/s)?");
        private static final Map<String, Double> UNITS = Map.of("", 1.0, "k", 1e3, "m", 1e6);

        @Override
        public StreamRate convert(String value) {
            Matcher matcher = MESSAGES.matcher(value.strip().toLowerCase(Locale.ROOT));
            if (!matcher.matches()) {
                return data(value);
            }
            double messages = Double.parseDouble(matcher.group(1)) * UNITS.getOrDefault(matcher.group(2), 1.0);
            if (messages == 0) {
                throw wrong(value);
            }
            return new StreamRate(messages, true);
        }

        private static StreamRate data(String value) {
            try {
                return new StreamRate(new DataRate().convert(value), false);
            } catch (TypeConversionException e) {
                throw wrong(value);
            }
        }

        private static TypeConversionException wrong(String value) {
            return new TypeConversionException("'" + value
                    + "' is not a rate (allowed: messages a second, such as 500msg or 50kmsg, or bit/s, such as 200m)");
        }
    }
}
