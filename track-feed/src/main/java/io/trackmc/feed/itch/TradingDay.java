package io.trackmc.feed.itch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A made-up trading day of any length: the same seed and number of messages give the same bytes. Orders are added, executed, cancelled, replaced and deleted
 * as on a real day, some 20,000 live at a time; messages come in bursts, 40,000 a second on average and up to a million a second in a burst. One thread.
 */
public final class TradingDay {

    /** Messages that even the shortest day has: its events, and the directory of its stocks. */
    public static final long LEAST_MESSAGES = 100;

    /** Longest day whose messages all come before midnight. */
    public static final long MOST_MESSAGES = 1_000_000_000;

    private static final int STOCKS = 40;
    private static final int FEW_ORDERS = 500;
    private static final int MANY_ORDERS = 20_000;
    private static final long OPENING_NS = (9 * 60 + 30) * 60_000_000_000L;
    private static final double MEAN_GAP_NS = 31_000;
    private static final double BURST_GAP_NS = 1_000;
    private static final double BURST_PROBABILITY = 0.0005;
    private static final int LONGEST_BURST = 1_000;
    private static final String OPENING_EVENTS = "OSQ";
    private static final String CLOSING_EVENTS = "MEC";
    private static final long CENT = 100;

    private final long messages;
    private final RandomGenerator random;
    private final ItchWriter out;
    private final DayMessages message = new DayMessages();
    private final List<LiveOrder> live = new ArrayList<>();
    private final byte[][] stocks = new byte[STOCKS + 1][];
    private final long[] middles = new long[STOCKS + 1];
    private long timeNs = OPENING_NS;
    private long written;
    private long lastReference;
    private long lastMatch;
    private int burst;

    private TradingDay(long messages, long seed, ItchWriter out) {
        this.messages = messages;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.out = out;
    }

    /**
     * Writes one.
     *
     * @param messages {@link #LEAST_MESSAGES} to {@link #MOST_MESSAGES}
     * @param out stays open
     */
    public static void write(long messages, long seed, ItchWriter out) throws IOException {
        if (messages < LEAST_MESSAGES || messages > MOST_MESSAGES) {
            throw new IllegalArgumentException("a day of " + messages + " messages, allowed: " + LEAST_MESSAGES + " to "
                    + MOST_MESSAGES);
        }
        new TradingDay(messages, seed, out).write();
    }

    private void write() throws IOException {
        for (int i = 0; i < OPENING_EVENTS.length(); i++) {
            message.system(timeNs, OPENING_EVENTS.charAt(i));
            emit();
            if (i == 0) {
                openStocks();
            }
        }
        while (written < messages - CLOSING_EVENTS.length()) {
            pass();
            trade();
        }
        for (int i = 0; i < CLOSING_EVENTS.length(); i++) {
            message.system(timeNs, CLOSING_EVENTS.charAt(i));
            emit();
        }
        out.flush();
    }

    private void openStocks() throws IOException {
        for (int locate = 1; locate <= STOCKS; locate++) {
            stocks[locate] = String.format("TRK%-5d", locate).getBytes(StandardCharsets.US_ASCII);
            middles[locate] = CENT * random.nextLong(500, 50_000);
            message.directory(timeNs, locate, stocks[locate]);
            emit();
            message.action(timeNs, locate, stocks[locate]);
            emit();
        }
    }

    /** Time goes on: hardly at all within a burst. */
    private void pass() {
        if (burst > 0) {
            burst--;
        } else if (random.nextDouble() < BURST_PROBABILITY) {
            burst = random.nextInt(1, LONGEST_BURST);
        }
        timeNs += (long) (random.nextExponential() * (burst > 0 ? BURST_GAP_NS : MEAN_GAP_NS));
    }

    private void trade() throws IOException {
        int kind = random.nextInt(100);
        if (live.size() < FEW_ORDERS || (kind < 46 && live.size() < MANY_ORDERS)) {
            add();
        } else if (kind < 50) {
            hidden();
        } else if (kind < 58) {
            replace(pick());
        } else if (kind < 66) {
            cancel(pick());
        } else if (kind < 76) {
            execute(pick());
        } else {
            int index = pick();
            message.delete(timeNs, live.get(index));
            remove(index);
            emit();
        }
    }

    private int pick() {
        return random.nextInt(live.size());
    }

    /** Order does not matter, so the last one takes the place. */
    private void remove(int index) {
        LiveOrder last = live.removeLast();
        if (index < live.size()) {
            live.set(index, last);
        }
    }

    private void add() throws IOException {
        int locate = random.nextInt(1, STOCKS + 1);
        middles[locate] = Math.max(CENT * 100, middles[locate] + CENT * random.nextLong(-1, 2));
        boolean buy = random.nextBoolean();
        LiveOrder order = new LiveOrder(++lastReference, locate, buy, shares(), price(locate, buy));
        live.add(order);
        message.add(timeNs, order, stocks[locate], random.nextInt(20) == 0);
        emit();
    }

    private void replace(int index) throws IOException {
        LiveOrder order = live.get(index);
        long old = order.reference;
        order.reference = ++lastReference;
        order.shares = shares();
        order.price = price(order.locate, order.buy);
        message.replace(timeNs, old, order);
        emit();
    }

    private void cancel(int index) throws IOException {
        LiveOrder order = live.get(index);
        long cancelled = order.shares > 1 ? random.nextLong(1, order.shares) : 1;
        message.cancel(timeNs, order, cancelled);
        take(index, cancelled);
        emit();
    }

    private void execute(int index) throws IOException {
        LiveOrder order = live.get(index);
        long executed = random.nextBoolean() ? order.shares : random.nextLong(1, order.shares + 1);
        if (random.nextInt(10) == 0) {
            message.executedAt(timeNs, order, executed, ++lastMatch, order.price + CENT);
        } else {
            message.executed(timeNs, order, executed, ++lastMatch);
        }
        take(index, executed);
        emit();
    }

    private void take(int index, long shares) {
        LiveOrder order = live.get(index);
        order.shares -= shares;
        if (order.shares == 0) {
            remove(index);
        }
    }

    private void hidden() throws IOException {
        int locate = random.nextInt(1, STOCKS + 1);
        message.trade(timeNs, locate, stocks[locate], shares(), middles[locate], ++lastMatch);
        emit();
    }

    private long shares() {
        return random.nextInt(4) == 0 ? random.nextLong(1, 100) : 100 * random.nextLong(1, 20);
    }

    private long price(int locate, boolean buy) {
        long away = CENT * random.nextLong(1, 50);
        return middles[locate] + (buy ? -away : away);
    }

    private void emit() throws IOException {
        out.write(message.bytes(), 0, message.length());
        written++;
    }
}
