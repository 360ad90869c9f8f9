package io.trackmc.cli.sim;

import io.trackmc.sim.scale.Crypto;
import io.trackmc.sim.scale.Reach;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads options that are one of a few words. */
final class Words {

    private Words() {}

    private static <E> E oneOf(E[] known, String found) {
        return Arrays.stream(known).filter(one -> one.toString().equals(found)).findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + found + "' is not known (allowed: "
                        + Arrays.stream(known).map(Object::toString).collect(Collectors.joining(", ")) + ")"));
    }

    /** Reads how far apart nodes are. */
    static final class OfReach implements ITypeConverter<Reach> {
        @Override
        public Reach convert(String value) {
            return oneOf(Reach.values(), value);
        }
    }

    /** Reads what protects packets. */
    static final class OfCrypto implements ITypeConverter<Crypto> {
        @Override
        public Crypto convert(String value) {
            return oneOf(Crypto.values(), value);
        }
    }
}
