package io.trackmc.cli.receipts;

import java.util.List;

/** By what receipts are added up, and so what a line of an export is. */
enum Grouping {
    /** Nothing is added up: a line for each receiver in each receipt. */
    INTERVAL,
    /** A line for each receiver of a session. */
    RECEIVER,
    /** A line for each region of a session. */
    REGION,
    /** A line for each tenant of a session. */
    TENANT;

    /** Names of the columns, in order. */
    List<String> columns() {
        return switch (this) {
            case INTERVAL -> List.of("group", "source", "session", "begin", "end", "region", "tenant", "node",
                    "receipt",
                    "receiver", "receiverId", "first", "before", "confirmed", "packets", "complete", "gone");
            case RECEIVER -> List.of("group", "source", "session", "receiver", "receiverId", "first", "confirmed",
                    "packets", "complete");
            case REGION -> List.of("group", "source", "session", "region", "tenant", "node", "receivers", "packets");
            case TENANT -> List.of("group", "source", "session", "tenant", "receivers", "packets");
        };
    }
}
