package io.trackmc.net;

import io.trackmc.proto.engine.Engine;

/**
 * What a driver calls besides its engine; all of it on the driver's thread.
 *
 * @param commands where commands of the application wait
 * @param afterTurn done at the end of each turn
 * @param events takes the engine's events
 * @param errors hears of an error that ends the engine
 * @param loss throws received datagrams away on purpose
 * @param faults does more to datagrams on purpose
 */
public record DriverOptions(
        CommandSource commands, AfterTurn afterTurn, Engine.EventHandler events, ErrorHandler errors,
        LossInjector loss, DatagramFaults faults) {

    /** Nothing but a handler of errors, which nobody may do without. */
    public static DriverOptions withErrors(ErrorHandler errors) {
        return new DriverOptions(CommandSource.NONE, AfterTurn.NOTHING, event -> {}, errors, LossInjector.NONE,
                DatagramFaults.NONE);
    }

    public DriverOptions withCommands(CommandSource source) {
        return new DriverOptions(source, afterTurn, events, errors, loss, faults);
    }

    public DriverOptions withAfterTurn(AfterTurn hook) {
        return new DriverOptions(commands, hook, events, errors, loss, faults);
    }

    public DriverOptions withEvents(Engine.EventHandler handler) {
        return new DriverOptions(commands, afterTurn, handler, errors, loss, faults);
    }

    public DriverOptions withLoss(LossInjector injector) {
        return new DriverOptions(commands, afterTurn, events, errors, injector, faults);
    }

    public DriverOptions withFaults(DatagramFaults other) {
        return new DriverOptions(commands, afterTurn, events, errors, loss, other);
    }
}
