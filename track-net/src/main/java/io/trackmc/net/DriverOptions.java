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
 * @param leaving throws those away that are to be sent
 */
public record DriverOptions(
        CommandSource commands, AfterTurn afterTurn, Engine.EventHandler events, ErrorHandler errors,
        LossInjector loss, LossInjector leaving) {

    /** Nothing but a handler of errors, which nobody may do without. */
    public static DriverOptions withErrors(ErrorHandler errors) {
        return new DriverOptions(CommandSource.NONE, AfterTurn.NOTHING, event -> {}, errors, LossInjector.NONE,
                LossInjector.NONE);
    }

    public DriverOptions withCommands(CommandSource source) {
        return new DriverOptions(source, afterTurn, events, errors, loss, leaving);
    }

    public DriverOptions withAfterTurn(AfterTurn hook) {
        return new DriverOptions(commands, hook, events, errors, loss, leaving);
    }

    public DriverOptions withEvents(Engine.EventHandler handler) {
        return new DriverOptions(commands, afterTurn, handler, errors, loss, leaving);
    }

    public DriverOptions withLoss(LossInjector injector) {
        return new DriverOptions(commands, afterTurn, events, errors, injector, leaving);
    }
}
