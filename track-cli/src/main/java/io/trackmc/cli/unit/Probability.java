package io.trackmc.cli.unit;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Probabilities: 0 to 1. */
public final class Probability implements ITypeConverter<Double> {

    @Override
    public Double convert(String value) {
        double probability = parse(value);
        if (!(probability >= 0 && probability <= 1)) {
            throw wrong(value);
        }
        return probability;
    }

    private static double parse(String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw wrong(value);
        }
    }

    private static TypeConversionException wrong(String value) {
        return new TypeConversionException("'" + value + "' is not a probability (allowed: 0 to 1)");
    }
}
