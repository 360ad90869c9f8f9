package io.trackmc.net.node;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Signals to this process. The JVM's own reaction to one is an exit code of its own; a program that wants to decide about that, or to go
 * on, must take them. The JDK has no public way to, so its {@code sun.misc.Signal} is looked up by name.
 */
public final class ProcessSignals {

    private ProcessSignals() {}

    /**
     * Runs an action whenever a signal comes, on a thread of the JVM. One that the process was started to ignore, as by {@code nohup},
     * stays ignored.
     *
     * @param name such as {@code TERM}
     * @return false where that is not possible
     */
    public static boolean on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        action.run();
                        return null;
                    });
            Object named = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler).invoke(null, named, proxy);
            return true;
        } catch (ClassNotFoundException | NoSuchMethodException | InstantiationException | IllegalAccessException
                | InvocationTargetException _) {
            return false;
        }
    }
}
