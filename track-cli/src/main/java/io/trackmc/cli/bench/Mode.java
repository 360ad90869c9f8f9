package io.trackmc.cli.bench;

import io.trackmc.cli.host.Wiring;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How super-packets travel. */
enum Mode {
    /** As they are: as over loopback and between virtual machines of one host. */
    WHOLE(Wiring.WHOLE),
    /** Cut before they leave the sender's device, as an ordinary network card does, and received one by one. */
    WIRE(Wiring.CUT),
    /** Cut likewise; what arrives together is joined by the kernel that receives, as it is behind an ordinary network card. */
    CARD(Wiring.CUT_AND_JOINED);

    private final Wiring wiring;

    Mode(Wiring wiring) {
        this.wiring = wiring;
    }

    /** How hosts are wired for it. */
    Wiring wiring() {
        return wiring;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is lost as one, or null when nothing is: in mode whole a super-packet, for a peer that sends such. */
    @Nullable
    String lossModel(double loss) {
        if (loss == 0) {
            return null;
        }
        return this == WHOLE ? "super-packets" : "datagrams";
    }

    /** Reads its word. */
    static final class Converter implements ITypeConverter<Mode> {
        @Override
        public Mode convert(String value) {
            return Arrays.stream(values()).filter(mode -> mode.text().equals(value)).findFirst().orElseThrow(
                    () -> new TypeConversionException("'" + value + "' is not a mode (allowed: whole, wire, card)"));
        }
    }
}
