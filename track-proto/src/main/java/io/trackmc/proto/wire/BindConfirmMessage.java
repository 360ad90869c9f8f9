package io.trackmc.proto.wire;

/** BindConfirm: a parent admits a child (wire format §5.9). */
public final class BindConfirmMessage implements Message {

    public static final int MAX_ANCESTORS = HeartbeatMessage.MAX_ANCESTORS;

    static final int FIXED_BODY = 120;
    static final int MAX_BODY = FIXED_BODY + MAX_ANCESTORS * IdList.ENTRY_BYTES
            + RegionKeyList.MAX_ENTRIES * RegionKeyList.ENTRY_BYTES;
    static final int FLAGS = RegionKeyList.COUNT_FLAGS;

    private static final int INCARNATION_TAIL = OuterHeader.LENGTH;
    private static final int BIND_SEQUENCE = OuterHeader.LENGTH + 8;
    private static final int LEVEL = OuterHeader.LENGTH + 12;
    private static final int ANCESTOR_COUNT = OuterHeader.LENGTH + 13;
    private static final int CHILD_INDEX = OuterHeader.LENGTH + 14;
    private static final int TRACK_INTERVAL = OuterHeader.LENGTH + 16;
    private static final int HEARTBEAT_INTERVAL = OuterHeader.LENGTH + 20;
    private static final int SOURCE_ID = OuterHeader.LENGTH + 24;
    private static final int SOURCE_INCARNATION_HIGH = OuterHeader.LENGTH + 28;
    private static final int SOURCE_INCARNATION_LOW = OuterHeader.LENGTH + 36;
    private static final int LOWEST_REPAIRABLE = OuterHeader.LENGTH + 44;
    private static final int HIGHEST_SEQUENCE = OuterHeader.LENGTH + 52;
    private static final int HIGHEST_RELEASED = OuterHeader.LENGTH + 60;
    private static final int REGION_COUNTER = OuterHeader.LENGTH + 68;
    private static final int SOURCE_COUNTER = OuterHeader.LENGTH + 76;
    private static final int MODE = OuterHeader.LENGTH + 84;
    private static final int LATE_JOIN = OuterHeader.LENGTH + 85;
    private static final int DELIVERY = OuterHeader.LENGTH + 86;
    private static final int CONGESTION_CONTROL = OuterHeader.LENGTH + 87;
    private static final int HOLD = OuterHeader.LENGTH + 88;
    private static final int SENDER_RTT = OuterHeader.LENGTH + 92;
    private static final int CONTENT_EPOCH = OuterHeader.LENGTH + 96;
    private static final int ANCESTORS = OuterHeader.LENGTH + FIXED_BODY;

    private static final int ORDER_MASK = 0xF;
    private static final int CONFIRM_SHIFT = 4;

    private final IdList ancestors = new IdList(MAX_ANCESTORS);
    private long incarnationTail;
    private int bindSequence;
    private int level;
    private int childIndex;
    private int trackInterval;
    private int heartbeatInterval;
    private int sourceId;
    private long sourceIncarnationHigh;
    private long sourceIncarnationLow;
    private long lowestRepairable;
    private long highestSequence;
    private long highestReleased;
    private long regionCounter;
    private long sourceCounter;
    private SessionMode mode = SessionMode.RELIABLE;
    private LateJoin lateJoin = LateJoin.RETAINED;
    private DeliveryOrder order = DeliveryOrder.ORDERED;
    private ConfirmOn confirmOn = ConfirmOn.DELIVERY;
    private CongestionControl congestionControl = CongestionControl.NONE;
    private int holdMicros;
    private int senderRtt;
    private final ContentEpochFields content = new ContentEpochFields();
    private final RegionKeyList regionKeys = new RegionKeyList();

    @Override
    public MessageType type() {
        return MessageType.BIND_CONFIRM;
    }

    @Override
    public void reset() {
        ancestors.clear();
        incarnationTail = 0;
        bindSequence = 0;
        level = 0;
        childIndex = 0;
        trackInterval = 0;
        heartbeatInterval = 0;
        sourceId = 0;
        sourceIncarnationHigh = 0;
        sourceIncarnationLow = 0;
        lowestRepairable = 0;
        highestSequence = 0;
        highestReleased = 0;
        regionCounter = 0;
        sourceCounter = 0;
        rules(SessionRules.DEFAULT);
        senderRtt = 0;
        content.clear();
        regionKeys.clear();
    }

    @Override
    public boolean parse(byte[] b, int off) {
        if (!type().isTypeOf(b, off)) {
            return false;
        }
        incarnationTail = Bytes.getU64(b, off + INCARNATION_TAIL);
        bindSequence = Bytes.getU32(b, off + BIND_SEQUENCE);
        level = Bytes.getU8(b, off + LEVEL);
        childIndex = Bytes.getU16(b, off + CHILD_INDEX);
        trackInterval = Bytes.getU32(b, off + TRACK_INTERVAL);
        heartbeatInterval = Bytes.getU32(b, off + HEARTBEAT_INTERVAL);
        sourceId = Bytes.getU32(b, off + SOURCE_ID);
        sourceIncarnationHigh = Bytes.getU64(b, off + SOURCE_INCARNATION_HIGH);
        sourceIncarnationLow = Bytes.getU64(b, off + SOURCE_INCARNATION_LOW);
        lowestRepairable = Bytes.getU64(b, off + LOWEST_REPAIRABLE);
        highestSequence = Bytes.getU64(b, off + HIGHEST_SEQUENCE);
        highestReleased = Bytes.getU64(b, off + HIGHEST_RELEASED);
        regionCounter = Bytes.getU64(b, off + REGION_COUNTER);
        sourceCounter = Bytes.getU64(b, off + SOURCE_COUNTER);
        senderRtt = Bytes.getU32(b, off + SENDER_RTT);
        return areFieldsValid() && content.parse(b, off + CONTENT_EPOCH) && parseRules(b, off)
                && parseLists(b, off);
    }

    @Override
    public int write(byte[] b, int off) {
        int length = ANCESTORS + ancestors.bytes() + regionKeys.bytes();
        OuterHeader.write(b, off, type(), regionKeys.count(), length);
        Bytes.putU8(b, off + ANCESTOR_COUNT, ancestors.count());
        Bytes.putU64(b, off + INCARNATION_TAIL, incarnationTail);
        Bytes.putU32(b, off + BIND_SEQUENCE, bindSequence);
        Bytes.putU8(b, off + LEVEL, level);
        Bytes.putU16(b, off + CHILD_INDEX, childIndex);
        Bytes.putU32(b, off + TRACK_INTERVAL, trackInterval);
        Bytes.putU32(b, off + HEARTBEAT_INTERVAL, heartbeatInterval);
        Bytes.putU32(b, off + SOURCE_ID, sourceId);
        Bytes.putU64(b, off + SOURCE_INCARNATION_HIGH, sourceIncarnationHigh);
        Bytes.putU64(b, off + SOURCE_INCARNATION_LOW, sourceIncarnationLow);
        Bytes.putU64(b, off + LOWEST_REPAIRABLE, lowestRepairable);
        Bytes.putU64(b, off + HIGHEST_SEQUENCE, highestSequence);
        Bytes.putU64(b, off + HIGHEST_RELEASED, highestReleased);
        Bytes.putU64(b, off + REGION_COUNTER, regionCounter);
        Bytes.putU64(b, off + SOURCE_COUNTER, sourceCounter);
        Bytes.putU8(b, off + MODE, mode.code());
        Bytes.putU8(b, off + LATE_JOIN, lateJoin.code());
        Bytes.putU8(b, off + DELIVERY, confirmOn.code() << CONFIRM_SHIFT | order.code());
        Bytes.putU8(b, off + CONGESTION_CONTROL, congestionControl.code());
        Bytes.putU32(b, off + HOLD, holdMicros);
        Bytes.putU32(b, off + SENDER_RTT, senderRtt);
        content.write(b, off + CONTENT_EPOCH);
        ancestors.write(b, off + ANCESTORS);
        regionKeys.write(b, off + ANCESTORS + ancestors.bytes());
        return length;
    }

    private boolean areFieldsValid() {
        return bindSequence > 0
                && trackInterval >= 0
                && heartbeatInterval >= 0
                && sourceId != 0
                && lowestRepairable >= 0
                && highestSequence >= 0
                && highestReleased >= 0
                && regionCounter >= 0
                && sourceCounter >= 0
                && senderRtt >= 0;
    }

    private boolean parseRules(byte[] b, int off) {
        SessionMode parsedMode = SessionMode.of(Bytes.getU8(b, off + MODE));
        LateJoin parsedLateJoin = LateJoin.of(Bytes.getU8(b, off + LATE_JOIN));
        int delivery = Bytes.getU8(b, off + DELIVERY);
        DeliveryOrder parsedOrder = DeliveryOrder.of(delivery & ORDER_MASK);
        ConfirmOn parsedConfirmOn = ConfirmOn.of(delivery >>> CONFIRM_SHIFT);
        CongestionControl parsedControl = CongestionControl.of(Bytes.getU8(b, off + CONGESTION_CONTROL));
        if (parsedMode == null || parsedLateJoin == null || parsedOrder == null || parsedConfirmOn == null
                || parsedControl == null) {
            return false;
        }
        order = parsedOrder;
        confirmOn = parsedConfirmOn;
        mode = parsedMode;
        lateJoin = parsedLateJoin;
        congestionControl = parsedControl;
        holdMicros = Bytes.getU32(b, off + HOLD);
        return SessionRules.areConsistent(mode, holdMicros);
    }

    private boolean parseLists(byte[] b, int off) {
        int count = Bytes.getU8(b, off + ANCESTOR_COUNT);
        int keyCount = OuterHeader.flags(b, off) & FLAGS;
        int ancestorBytes = count * IdList.ENTRY_BYTES;
        return ancestors.hasRoomFor(count)
                && OuterHeader.outerLength(b, off) == ANCESTORS + ancestorBytes
                        + keyCount * RegionKeyList.ENTRY_BYTES
                && ancestors.parse(b, off + ANCESTORS, count)
                && regionKeys.parse(b, off + ANCESTORS + ancestorBytes, keyCount);
    }

    /** Last 8 bytes of the parent's incarnation. */
    public long incarnationTail() {
        return incarnationTail;
    }

    public BindConfirmMessage incarnationTail(long v) {
        incarnationTail = v;
        return this;
    }

    /** Number of the attempt, of the request. */
    public int bindSequence() {
        return bindSequence;
    }

    public BindConfirmMessage bindSequence(int v) {
        bindSequence = v;
        return this;
    }

    /** Level of the parent; 128 and more: not connected to the sender. */
    public int level() {
        return level;
    }

    public BindConfirmMessage level(int v) {
        level = v;
        return this;
    }

    /** Phase of the child's Tracks. */
    public int childIndex() {
        return childIndex;
    }

    public BindConfirmMessage childIndex(int v) {
        childIndex = v;
        return this;
    }

    /** Microseconds between Tracks while data flows. */
    public int trackInterval() {
        return trackInterval;
    }

    public BindConfirmMessage trackInterval(int v) {
        trackInterval = v;
        return this;
    }

    /** Microseconds between the parent's Heartbeats. */
    public int heartbeatInterval() {
        return heartbeatInterval;
    }

    public BindConfirmMessage heartbeatInterval(int v) {
        heartbeatInterval = v;
        return this;
    }

    /** Node id of the source of this session. */
    public int sourceId() {
        return sourceId;
    }

    public BindConfirmMessage sourceId(int v) {
        sourceId = v;
        return this;
    }

    /** First 8 bytes of the source's incarnation. */
    public long sourceIncarnationHigh() {
        return sourceIncarnationHigh;
    }

    public BindConfirmMessage sourceIncarnationHigh(long v) {
        sourceIncarnationHigh = v;
        return this;
    }

    /** Last 8 bytes of the source's incarnation. */
    public long sourceIncarnationLow() {
        return sourceIncarnationLow;
    }

    public BindConfirmMessage sourceIncarnationLow(long v) {
        sourceIncarnationLow = v;
        return this;
    }

    /** Lowest sequence that the parent can repair. */
    public long lowestRepairable() {
        return lowestRepairable;
    }

    public BindConfirmMessage lowestRepairable(long v) {
        lowestRepairable = v;
        return this;
    }

    /** Highest sequence that the parent knows of. */
    public long highestSequence() {
        return highestSequence;
    }

    public BindConfirmMessage highestSequence(long v) {
        highestSequence = v;
        return this;
    }

    /** Trailing edge: no repair at or below it. */
    public long highestReleased() {
        return highestReleased;
    }

    public BindConfirmMessage highestReleased(long v) {
        highestReleased = v;
        return this;
    }

    /** Counter of the last packet that the parent sealed under its region key in the epoch of this packet; 0 none. */
    public long regionCounter() {
        return regionCounter;
    }

    public BindConfirmMessage regionCounter(long v) {
        regionCounter = v;
        return this;
    }

    /** Last counter of the source's data channel in the epoch of this packet that the parent knows to be true; 0 not known. */
    public long sourceCounter() {
        return sourceCounter;
    }

    public BindConfirmMessage sourceCounter(long v) {
        sourceCounter = v;
        return this;
    }

    /** Round-trip time between the child and the sender, up and down the tree, in microseconds; 0 not known. */
    public int senderRtt() {
        return senderRtt;
    }

    public BindConfirmMessage senderRtt(int v) {
        senderRtt = v;
        return this;
    }

    /** What the sender decided for its session. */
    public SessionRules rules() {
        SessionRules said = new SessionRules(mode, holdMicros, lateJoin, order, confirmOn, congestionControl);
        return said.equals(SessionRules.DEFAULT) ? SessionRules.DEFAULT : said;
    }

    public BindConfirmMessage rules(SessionRules v) {
        mode = v.mode();
        lateJoin = v.lateJoin();
        holdMicros = v.holdMicros();
        order = v.order();
        confirmOn = v.confirmOn();
        congestionControl = v.congestionControl();
        return this;
    }

    /** Where content epochs begin. */
    public ContentEpochFields content() {
        return content;
    }

    /** Keys of the parent's region, for a child that has asked for them. */
    public RegionKeyList regionKeys() {
        return regionKeys;
    }

    public BindConfirmMessage clearAncestors() {
        ancestors.clear();
        return this;
    }

    /** Adds a node id; false when there are {@link #MAX_ANCESTORS} already. */
    public boolean addAncestor(int id) {
        return ancestors.add(id);
    }

    public int ancestorCount() {
        return ancestors.count();
    }

    public int ancestor(int i) {
        return ancestors.get(i);
    }
}
