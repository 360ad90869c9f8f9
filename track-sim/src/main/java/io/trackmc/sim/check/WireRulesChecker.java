package io.trackmc.sim.check;

import io.trackmc.proto.engine.Transmit.Destination;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;

import org.jspecify.annotations.Nullable;

/**
 * Checks each datagram that an engine sends against the table of messages in the wire format, section 5: known type,
 * permitted key class and direction, the channel that belongs to them, INNER where it belongs, and no datagram over size.
 */
public final class WireRulesChecker implements WorldObserver {

    private static final int MULTICAST = 0;
    private static final int UP = 1;
    private static final int DOWN = 2;

    private final Violations violations;
    private final int maxDatagramBytes;

    public WireRulesChecker(Violations violations, int maxDatagramBytes) {
        this.violations = violations;
        this.maxDatagramBytes = maxDatagramBytes;
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        byte[] datagram = transmission.bytes();
        String wrong = whatIsWrong(transmission.node(), transmission.destination(), datagram);
        if (wrong != null) {
            violations.report("wire", atNs, "node %d sends %s: type %d class %d direction %d, %s, %d bytes".formatted(
                    transmission.node(), wrong, WireView.type(datagram), WireView.keyClass(datagram),
                    WireView.direction(datagram), transmission.destination(), datagram.length));
        }
    }

    private @Nullable String whatIsWrong(int node, Destination destination, byte[] datagram) {
        if (!WireView.isWhole(datagram) || datagram.length > maxDatagramBytes) {
            return "a datagram of wrong length";
        }
        if (WireView.version(datagram) != 1 || WireView.origin(datagram) != node || WireView.counter(datagram) == 0) {
            return "a wrong header";
        }
        if (!mayHaveKey(WireView.type(datagram), WireView.keyClass(datagram), WireView.direction(datagram),
                destination)) {
            return "under a key or on a channel that the type does not have";
        }
        if (!hasPermittedFlags(WireView.type(datagram), WireView.flags(datagram))) {
            return "flags that the type does not have";
        }
        return innerFits(datagram) ? null : "a wrong INNER";
    }

    private static boolean mayHaveKey(int type, int keyClass, int direction, Destination destination) {
        boolean data = keyClass == 1 && direction == MULTICAST && destination == Destination.DATA;
        boolean region = (keyClass == 2 || keyClass == 3) && direction == MULTICAST
                && destination == Destination.REGION;
        boolean pair = (keyClass == 4 || keyClass == 5) && destination == Destination.UNICAST;
        boolean stale = keyClass == 6 && destination == Destination.UNICAST;
        boolean up = pair && direction == UP;
        boolean down = pair && direction == DOWN;
        return switch (type) {
            case WireView.ODATA, WireView.NULL_DATA -> data;
            case WireView.RDATA -> data || region || repairsOneLeaf(keyClass, direction, destination)
                    || (down && keyClass == 5);
            case WireView.HEARTBEAT, WireView.EJECT_REQUEST -> region || down;
            case WireView.TRACK, WireView.NACK, WireView.BIND_REQUEST, WireView.UNBIND_REQUEST,
                    WireView.EJECT_CONFIRM -> up;
            case WireView.NACK_SUPPRESS -> region;
            case WireView.BIND_CONFIRM, WireView.BIND_REJECT, WireView.BIND_PENDING, WireView.UNBIND_CONFIRM -> down;
            case WireView.ADVERTISE -> keyClass == 1 && direction == MULTICAST && destination != Destination.DATA;
            case WireView.QUERY -> keyClass == 1 && direction == MULTICAST && destination == Destination.UNICAST;
            case WireView.REKEY -> data || region || down || (stale && direction == DOWN);
            case WireView.REKEY_REQUEST -> up || (stale && direction == UP);
            default -> false;
        };
    }

    private static boolean hasPermittedFlags(int type, int flags) {
        return switch (type) {
            case WireView.BIND_REQUEST, WireView.TRACK -> flags <= 3;
            case WireView.BIND_CONFIRM -> flags <= 2;
            case WireView.HEARTBEAT, WireView.UNBIND_REQUEST, WireView.UNBIND_CONFIRM, WireView.ADVERTISE -> flags <= 1;
            default -> flags == 0;
        };
    }

    private static boolean repairsOneLeaf(int keyClass, int direction, Destination destination) {
        return keyClass == 2 && direction == MULTICAST && destination == Destination.UNICAST;
    }

    private static boolean innerFits(byte[] datagram) {
        boolean present = WireView.hasInner(datagram);
        return switch (WireView.type(datagram)) {
            case WireView.ODATA -> present && WireView.stream(datagram) == 0;
            case WireView.RDATA -> present && WireView.stream(datagram) <= 1;
            case WireView.NULL_DATA -> !present || WireView.stream(datagram) == 1;
            case WireView.REKEY -> present && WireView.stream(datagram) >= 2 && WireView.stream(datagram) <= 3;
            default -> !present;
        };
    }
}
