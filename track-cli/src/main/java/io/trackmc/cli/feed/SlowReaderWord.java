package io.trackmc.cli.feed;

import io.trackmc.feed.fan.SlowReader;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What becomes of a slow local process, as a word. */
final class SlowReaderWord implements ITypeConverter<SlowReader> {

    @Override
    public SlowReader convert(String value) {
        return switch (value) {
            case "wait" -> SlowReader.WAIT;
            case "drop" -> SlowReader.DROP;
            default -> throw new TypeConversionException("'" + value + "' is none of wait and drop");
        };
    }
}
