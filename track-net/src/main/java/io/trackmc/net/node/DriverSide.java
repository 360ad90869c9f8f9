package io.trackmc.net.node;

import io.trackmc.net.AfterTurn;
import io.trackmc.net.CommandSource;
import io.trackmc.proto.engine.Engine;

/** What a role does on its driver's thread: takes commands to the engine, takes its events, and looks at it after each turn. */
public interface DriverSide extends CommandSource, AfterTurn, Engine.EventHandler {}
