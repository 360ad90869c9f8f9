package io.trackmc.repairhead;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The wish that a program ends, and the exit code that goes with it; told once, waited for by whoever runs the program.
 *
 * <p>The JVM's own reaction to SIGTERM is exit code 143; a daemon that ends as it was told to ends with 0. The JDK has no public way to
 * ask for that, so its {@code sun.misc.Signal} is looked up by name; where that is not there, a shutdown hook does the same and the
 * exit code stays the JVM's.
 */
final class StopSignal {

    private static final int INTERRUPTED = 130;
    private static final long PATIENCE_SECONDS = 10;

    private final CountDownLatch done = new CountDownLatch(1);
    private volatile int exitCode = RepairHeadMain.DONE;
    private volatile boolean requested;
    private Runnable listener = () -> {};

    /** Of signals to this process. */
    static StopSignal ofProcess() {
        StopSignal stop = new StopSignal();
        boolean handled = stop.on("TERM", RepairHeadMain.DONE) && stop.on("INT", INTERRUPTED);
        if (!handled) {
            Runtime.getRuntime().addShutdownHook(new Thread(stop::requestAndWait, "track-shutdown"));
        }
        return stop;
    }

    /** Asks the program to end with that code. Any thread; the first one counts. */
    synchronized void request(int code) {
        if (!requested) {
            exitCode = code;
            requested = true;
            listener.run();
        }
    }

    /** Whether it was asked. */
    boolean isRequested() {
        return requested;
    }

    /** Exit code that was asked for. */
    int exitCode() {
        return exitCode;
    }

    /** Told when it is asked, at once when it was. */
    synchronized void onRequest(Runnable action) {
        listener = action;
        if (requested) {
            action.run();
        }
    }

    /** The program has tidied up. */
    void done() {
        done.countDown();
    }

    private void requestAndWait() {
        request(RepairHeadMain.DONE);
        try {
            if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("track repair-head: did not stop in " + PATIENCE_SECONDS + " s and was ended");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean on(String name, int code) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object action = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        request(code);
                        return null;
                    });
            Object named = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler).invoke(null, named, action);
            return true;
        } catch (ClassNotFoundException | NoSuchMethodException | InstantiationException | IllegalAccessException
                | InvocationTargetException _) {
            return false;
        }
    }
}
