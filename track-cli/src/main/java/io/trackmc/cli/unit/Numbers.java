package io.trackmc.cli.unit;

import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Plain numbers of options, told as every other wrong value is: what was found, and what is allowed. Ranges are each command's own. */
public final class Numbers {

    private static final String WHOLE = "[+-]?[0-9]+";

    private Numbers() {}

    /** Has a command line, and all subcommands that it has already, read its numbers so. */
    public static void register(CommandLine commandLine) {
        commandLine.registerConverter(Integer.class, Numbers::integer).registerConverter(int.class, Numbers::integer)
                .registerConverter(Long.class, Numbers::whole).registerConverter(long.class, Numbers::whole)
                .registerConverter(Double.class, Numbers::number).registerConverter(double.class, Numbers::number);
    }

    private static Integer integer(String value) {
        long number = whole(value);
        if (number < Integer.MIN_VALUE || number > Integer.MAX_VALUE) {
            throw beyond(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        return (int) number;
    }

    private static Long whole(String value) {
        if (!value.matches(WHOLE)) {
            throw new TypeConversionException("'" + value + "' is not a whole number (allowed: digits, such as 12)");
        }
        try {
            return Long.valueOf(value);
        } catch (NumberFormatException e) {
            throw beyond(value, Long.MIN_VALUE, Long.MAX_VALUE);
        }
    }

    private static Double number(String value) {
        double number;
        try {
            number = Double.parseDouble(value);
        } catch (NumberFormatException e) {
            number = Double.NaN;
        }
        if (!Double.isFinite(number)) {
            throw new TypeConversionException("'" + value + "' is not a number (allowed: digits, such as 12 or 0.5)");
        }
        return number;
    }

    private static TypeConversionException beyond(String value, long least, long most) {
        return new TypeConversionException("'" + value + "' is too large or too small (allowed: " + least + " to "
                + most + ")");
    }
}
