package io.trackmc.repairhead;

import picocli.CommandLine.TypeConversionException;

/** Numbers of this program's options; a wrong one is told with what is allowed. */
final class OptionNumbers {

    private OptionNumbers() {}

    /** The share of packets that are thrown away: from 0 to less than 1, or nothing would ever arrive. */
    static Double loss(String value) {
        double loss;
        try {
            loss = Double.parseDouble(value);
        } catch (NumberFormatException e) {
            loss = Double.NaN;
        }
        if (!(loss >= 0 && loss < 1)) {
            throw new TypeConversionException("'" + value + "' is not a probability (allowed: 0 to less than 1)");
        }
        return loss;
    }

    /** A seed. */
    static Long seed(String value) {
        try {
            return Long.valueOf(value);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + value + "' is not a seed (allowed: whole numbers of 64 bits)");
        }
    }
}
