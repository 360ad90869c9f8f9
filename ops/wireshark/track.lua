-- Wireshark dissector for TRACK, wire format 1 (docs/wire-format.md); for Wireshark and tshark 4.0 or later.
--
-- How to use it: docs/operations.md, "Looking at packets". It reads no key but the transport bundle that its preference names, and no content at all.
--
-- Layout: words of the wire format; fields of each message as tables; shape and body rules (§6.1, §5); ICVs (§2.2, §4); dissection.

local track = Proto("track", "TRACK multicast")

track.prefs.ports = Pref.range("UDP ports", "", "Ports on which everything is TRACK. Elsewhere it is found by its shape.", 65535)
track.prefs.datagram_bytes = Pref.uint("Datagram size", 0, "net.datagram-bytes of the group; longer datagrams are too_long. 0: not known")
track.prefs.bundles = Pref.string("Transport bundles", "",
    "transport.bundle files of nodes, separated by ';', to verify ICVs with. Whoever has such a file can speak as that node: read it on the node's own host")

---------------------------------------------------------------------------------------------------------------------------------------------------
-- Words. Each table is that of a Java enum, by its code; a test compares them.
---------------------------------------------------------------------------------------------------------------------------------------------------

local words = {
    MessageType = {
        [1] = "OData", [2] = "RData", [3] = "NullData", [4] = "Heartbeat", [5] = "Track", [6] = "Nack", [7] = "NackSuppress",
        [8] = "BindRequest", [9] = "BindConfirm", [10] = "BindReject", [11] = "BindPending", [12] = "UnbindRequest",
        [13] = "UnbindConfirm", [14] = "EjectRequest", [15] = "EjectConfirm", [16] = "Advertise", [17] = "Query",
        [18] = "Rekey", [19] = "RekeyRequest",
    },
    KeyClass = {
        [1] = "data", [2] = "region", [3] = "interior region", [4] = "leaf pair", [5] = "interior pair", [6] = "stale pair",
    },
    Direction = {[0] = "multicast", [1] = "up", [2] = "down"},
    BindRole = {[1] = "repair head", [2] = "receiver"},
    BindRejectReason = {
        [1] = "loop", [2] = "no room", [3] = "not a member", [4] = "session over", [5] = "leaving", [6] = "too late",
        [7] = "too slow", [8] = "reserved",
    },
    UnbindReason = {[1] = "session done", [2] = "application", [3] = "too slow", [4] = "moving"},
    EjectReason = {[1] = "parent leaving", [2] = "parent failed", [3] = "child too slow", [4] = "parent overloaded"},
    SessionMode = {[1] = "reliable", [2] = "timely"},
    LateJoin = {[1] = "retained", [2] = "now", [3] = "none"},
    DeliveryOrder = {[1] = "ordered", [2] = "unordered"},
    ConfirmOn = {[1] = "receive", [2] = "delivery", [3] = "application"},
    CongestionControl = {[0] = "none", [1] = "tfmcc"},
    RekeyReason = {[1] = "scheduled", [2] = "membership", [3] = "expulsion", [4] = "compromise"},
    KeyTreeKind = {[1] = "members", [2] = "children", [3] = "both", [4] = "interior"},
    -- These are not enums.
    Suite = {[0] = "content in clear", [1] = "AES-256-GCM"},
    Stream = {[0] = "data", [1] = "control", [2] = "rekeys of the transport layer", [3] = "rekeys of the content layer"},
    InnerType = {[1] = "messages", [2] = "control record", [3] = "header of a rekey", [4] = "chunk of a slice"},
    AuthType = {[0] = "no authenticator", [1] = "signature", [2] = "Merkle path"},
    RecordKind = {[1] = "Close", [2] = "Epoch"},
    CloseReason = {[0] = "complete", [1] = "aborted by the sender"},
    Layer = {[1] = "transport", [2] = "content"},
}

-- Why a datagram would be dropped, in the words of DropReason, as far as its bytes tell.
local drop_reasons = {"too_short", "too_long", "bad_version", "unknown_type", "malformed", "wrong_key_class", "bad_icv"}

local experts = {}
for _, reason in ipairs(drop_reasons) do
    local group = reason == "bad_icv" and expert.group.CHECKSUM or expert.group.MALFORMED
    experts[reason] = ProtoExpert.new("track." .. reason, "Every node drops this: " .. reason, group, expert.severity.ERROR)
end
experts.cut = ProtoExpert.new("track.cut", "The capture has only the beginning of this datagram", expert.group.UNDECODED, expert.severity.NOTE)
track.experts = experts

---------------------------------------------------------------------------------------------------------------------------------------------------
-- Fields. Names are those of the wire format behind "track." and the message; units stand in what is shown.
---------------------------------------------------------------------------------------------------------------------------------------------------

local fields = {}
local widths = {u8 = 1, u16 = 2, u32 = 4, u64 = 8}
local makers = {u8 = ProtoField.uint8, u16 = ProtoField.uint16, u32 = ProtoField.uint32, u64 = ProtoField.uint64}

local function label(name, unit)
    return unit and name .. " (" .. unit .. ")" or name
end

-- Makes the field of one table row: {type, name, options}. Options: unit, values, hex, and the rules bits (value below 2^bits), nonzero, max, listed (only
-- values that have a word), reserved (0).
local function declare(prefix, row)
    local kind, name, o = row[1], row[2], row[3] or {}
    row.o = o
    row.width = widths[kind] or o.length
    if o.reserved then
        return
    end
    local abbrev = prefix .. "." .. name
    if kind == "bytes" then
        row.field = ProtoField.bytes(abbrev, label(name, o.unit))
    else
        local base_of = (o.hex and base.HEX) or base.DEC
        row.field = makers[kind](abbrev, label(name, o.unit), base_of, o.values)
    end
    fields[abbrev] = row.field
end

local function flag_field(prefix, name, mask)
    local field = ProtoField.bool(prefix .. ".flags." .. name, name, 8, nil, mask)
    fields[prefix .. ".flags." .. name] = field
    return field
end

local SEQ, COUNT, NODE, NODE_OR_NONE = {bits = 63}, {bits = 31}, {nonzero = true}, {}
local MICROS, MICROS31 = {unit = "µs"}, {unit = "µs", bits = 31}
local RESERVED = {reserved = true}

local range_list = {name = "ranges", count = "rangeCount", most = 24,
    {"u64", "first", {bits = 63, nonzero = true}}, {"u32", "count", {nonzero = true}}}
local function words_list(most) return {name = "bitmap", count = "bitmapWords", most = most, {"u64", nil, {hex = true}}} end
local function id_list(name, count, most) return {name = name, count = count, most = most, {"u32", nil, NODE}} end

local content_epochs = {{"u64", "contentEpoch", SEQ}, {"u64", "contentFirst", SEQ}, {"u64", "contentFirstOfPrevious", SEQ}}

local function append(rows, more)
    for _, row in ipairs(more) do rows[#rows + 1] = {row[1], row[2], row[3]} end
    return rows
end

-- Per message: class and direction that are allowed (§5), INNER streams, flags, rows of the fixed body, lists behind it.
local UP, DOWN, REGION = {"4u", "5u"}, {"4d", "5d"}, {"2m", "3m"}
local function any(...)
    local set = {}
    for _, list in ipairs({...}) do for _, one in ipairs(list) do set[one] = true end end
    return set
end

local messages = {
    [1] = {keys = any({"1m"}), inner = {[0] = true}, needs_inner = true,
        body = {{"u64", "highestReleased", SEQ}, {"u32", "timestamp", MICROS}}},
    [2] = {keys = any({"1m", "5d"}, REGION), inner = {[0] = true, [1] = true}, needs_inner = true, body = {}},
    [3] = {keys = any({"1m"}), inner = {[1] = true},
        body = {{"u64", "highestSent", SEQ}, {"u64", "highestReleased", SEQ}, {"u32", "timestamp", MICROS}, {"u32", "contentSpi", {hex = true}}}},
    [4] = {keys = any(REGION, DOWN), flags = {{1, "CLOSED"}},
        body = append({{"u8", "level"}, {"u8", "ancestorCount"}, {"u16", "probedCount"}, {"u32", "timestamp", MICROS},
            {"u64", "highestSequence", SEQ}, {"u64", "highestReleased", SEQ}, {"u64", "lowestRepairable", SEQ}, {"u64", "closeSequence", SEQ},
            {"u16", "childCount"}, {"u16", "reserved", RESERVED}, {"u32", "regionRtt", MICROS31}, {"u64", "regionCounter", SEQ},
            {"u64", "sourceCounter", SEQ}, {"u64", "transportRekey", {bits = 42}}, {"u64", "contentRekey", {bits = 42}}}, content_epochs),
        lists = {id_list("ancestors", "ancestorCount", 32), id_list("probed", "probedCount", 230)}},
    [5] = {keys = any(UP), flags = {{1, "HEARTBEAT_ECHO"}, {2, "SENDER_ECHO"}},
        body = {{"u64", "cumAck", SEQ}, {"u64", "subtreeCumAck", SEQ}, {"u64", "highestAllowed", SEQ}, {"u64", "subtreeConfirmed", SEQ},
            {"u64", "controlCumAck", SEQ}, {"u32", "receiverCount", COUNT}, {"u32", "completeCount", COUNT}, {"u32", "failureCount", COUNT},
            {"u32", "slowest", NODE_OR_NONE}, {"u16", "worstLoss", {unit = "1/65535"}}, {"u8", "bitmapWords"}, {"u8", "failureListLength"},
            {"u32", "heartbeatEcho", MICROS}, {"u32", "heartbeatDally", MICROS}, {"u32", "senderEcho", MICROS},
            {"u64", "transportEpoch", SEQ}, {"u64", "contentEpoch", SEQ}, {"u32", "lateReceiverCount", COUNT}, {"u32", "lateCount", COUNT},
            {"u64", "tooSlow", {hex = true}}, {"u64", "allowedRate", {bits = 63, unit = "bytes/s"}}, {"u32", "limiter", NODE_OR_NONE},
            {"u32", "limiterRtt", MICROS31}, {"u32", "lossInterval", {bits = 31, unit = "packets"}}},
        lists = {words_list(16), id_list("failures", "failureListLength", 64)}},
    [6] = {keys = any(UP),
        body = {{"u8", "stream", {max = 1, values = words.Stream}}, {"u8", "rangeCount"}, {"u8", "badCount"}, {"u8", "bitmapWords"},
            {"u64", "bitmapBase", SEQ}},
        lists = {range_list, words_list(64), {name = "bad", count = "badCount", most = 8,
            {"u64", "sequence", {bits = 63, nonzero = true}}, {"bytes", "digest", {length = 32}}}}},
    [7] = {keys = any(REGION),
        body = {{"u8", "stream", {max = 1, values = words.Stream}}, {"u8", "rangeCount"}, {"u8", "bitmapWords"}, {"u8", "reserved", RESERVED},
            {"u64", "bitmapBase", SEQ}},
        lists = {range_list, words_list(64)}},
    [8] = {keys = any(UP), flags = {{1, "REJOIN"}, {2, "REGION_KEY"}},
        body = {{"u64", "incarnationTail", {hex = true}}, {"u32", "bindSequence", {bits = 31, nonzero = true}},
            {"u8", "role", {listed = true, values = words.BindRole}}, {"u8", "level"}, {"u16", "reserved", RESERVED},
            {"u32", "receiverCount", COUNT}, {"u32", "homeRegion"}, {"u64", "neededSequence", SEQ}, {"u64", "transportEpoch", SEQ}}},
    [9] = {keys = any(DOWN), flags = {{3, "regionKeys"}},
        body = append({{"u64", "incarnationTail", {hex = true}}, {"u32", "bindSequence", {bits = 31, nonzero = true}}, {"u8", "level"},
            {"u8", "ancestorCount"}, {"u16", "childIndex"}, {"u32", "trackInterval", MICROS31}, {"u32", "heartbeatInterval", MICROS31},
            {"u32", "sourceId", NODE}, {"bytes", "sourceIncarnation", {length = 16}}, {"u64", "lowestRepairable", SEQ},
            {"u64", "highestSequence", SEQ}, {"u64", "highestReleased", SEQ}, {"u64", "regionCounter", SEQ}, {"u64", "sourceCounter", SEQ},
            {"u8", "mode", {listed = true, values = words.SessionMode}}, {"u8", "lateJoin", {listed = true, values = words.LateJoin}},
            {"u8", "delivery", {hex = true}}, {"u8", "congestionControl", {listed = true, values = words.CongestionControl}},
            {"u32", "hold", MICROS31}, {"u32", "senderRtt", MICROS31}}, content_epochs),
        lists = {id_list("ancestors", "ancestorCount", 32), {name = "regionKeys", count = "regionKeyCount", most = 2,
            {"u64", "epoch", {bits = 63, nonzero = true}}, {"bytes", "wrap", {length = 40}}}}},
    [10] = {keys = any(DOWN),
        body = {{"u64", "incarnationTail", {hex = true}}, {"u32", "bindSequence", {bits = 31, nonzero = true}},
            {"u8", "reason", {listed = true, values = words.BindRejectReason}}, {"u8", "alternateCount"}, {"u16", "reserved", RESERVED}},
        lists = {id_list("alternates", "alternateCount", 16)}},
    [11] = {keys = any(DOWN),
        body = {{"u64", "incarnationTail", {hex = true}}, {"u32", "bindSequence", {bits = 31, nonzero = true}}, {"u32", "retryAfter", MICROS31}}},
    [12] = {keys = any(UP), flags = {{1, "ASK"}},
        body = {{"u8", "reason", {listed = true, values = words.UnbindReason}}, {"bytes", "reserved", {reserved = true, length = 3}},
            {"u32", "completeCount", COUNT}, {"u32", "failureCount", COUNT}, {"u32", "lateCount", COUNT},
            {"u32", "bindSequence", {bits = 31, nonzero = true}}}},
    [13] = {keys = any(DOWN), flags = {{1, "ASK"}}, body = {}},
    [14] = {keys = any(REGION, DOWN),
        body = {{"u8", "reason", {listed = true, values = words.EjectReason}}, {"bytes", "reserved", {reserved = true, length = 3}},
            {"u32", "alternate", NODE_OR_NONE}}},
    [15] = {keys = any(UP), body = {}},
    [16] = {keys = any({"1m"}), flags = {{1, "ANSWER"}},
        body = {{"u64", "incarnationTail", {hex = true}}, {"u32", "region"}, {"u16", "unicastPort"}, {"u8", "level"},
            {"u8", "reserved", RESERVED}, {"u16", "receiverSlots"}, {"u16", "repairHeadSlots"}, {"u32", "asker", NODE_OR_NONE},
            {"u32", "token", {hex = true}}, {"u32", "dally", MICROS}}},
    [17] = {keys = any({"1m"}),
        body = {{"u64", "incarnationTail", {hex = true}}, {"u32", "target", NODE}, {"u32", "token", {hex = true}},
            {"bytes", "reserved", {reserved = true, length = 16}}}},
    [18] = {keys = any({"1m", "6d"}, REGION, DOWN), inner = {[2] = true, [3] = true}, needs_inner = true, body = {}},
    [19] = {keys = any({"6u"}, UP),
        body = {{"u8", "layer", {listed = true, values = words.Layer}}, {"u8", "entryCount"}, {"u16", "wanted", {hex = true}},
            {"u32", "echo", {hex = true}}, {"u64", "rekeySequence", {bits = 42, nonzero = true}}},
        lists = {{name = "entries", count = "entryCount", most = 64, {"u32", "slice"}, {"u16", "first"}, {"u16", "count"}}}},
}

local outer_rows = {
    {"u8", "version"}, {"u8", "type", {values = words.MessageType}}, {"u8", "flags", {hex = true}}, {"u8", "class"},
    {"u16", "outerLength", {unit = "bytes"}}, {"u16", "reserved", RESERVED}, {"u32", "spi", {hex = true}}, {"u32", "origin"},
    {"u64", "incarnation"}, {"u64", "counter"},
}
local inner_rows = {
    {"u8", "version"}, {"u8", "suite", {values = words.Suite}}, {"u8", "stream", {values = words.Stream}},
    {"u8", "type", {values = words.InnerType}}, {"u32", "contentSpi", {hex = true}}, {"u32", "source"}, {"u64", "incarnation"},
    {"u64", "sequence"}, {"u16", "contentLength", {unit = "bytes"}}, {"u8", "authType", {values = words.AuthType}},
    {"u8", "authLength", {unit = "units of 4 bytes"}},
}
local record_rows = {{"u8", "kind", {values = words.RecordKind}}, {"u8", "reason"}, {"u16", "reserved", RESERVED}, {"u64", "lastSequence"}}
local frame_rows = {{"u8", "flags", {hex = true}}, {"u8", "reserved", RESERVED}, {"u16", "length", {unit = "bytes"}}}
local total_length_row = {"u32", "totalLength", {unit = "bytes"}}
local rekey_rows = {
    {"u8", "layer", {values = words.Layer}}, {"u8", "reason", {values = words.RekeyReason}}, {"u16", "expelledCount"}, {"u32", "chunkCount"},
    {"u64", "gid", {hex = true}}, {"u64", "epochFrom"}, {"u64", "epochTo"}, {"u32", "spi", {hex = true}}, {"u32", "nextSpi", {hex = true}},
    {"u64", "issuedAt", {unit = "ms since 1970"}}, {"u32", "notBefore", {unit = "ms"}}, {"u32", "hard", {unit = "ms"}},
    {"u32", "overlap", {unit = "ms"}}, {"u32", "reserved", RESERVED}, {"u64", "expireAt", {unit = "ms since 1970"}},
    {"bytes", "previousHash", {length = 32}}, {"bytes", "tokenHash", {length = 32}}, {"bytes", "chunkRoot", {length = 32}},
}
local expelled_row = {"u32", "expelled"}
local chunk_rows = {{"u32", "slice"}, {"u32", "parentRegion"}, {"u16", "index"}, {"u16", "count"}}

local function declare_all(prefix, rows)
    for _, row in ipairs(rows) do declare(prefix, row) end
end

local function lower_first(name)
    return (name:gsub("^%u+", string.lower))
end

declare_all("track", outer_rows)
declare_all("track.inner", inner_rows)
declare_all("track.record", record_rows)
declare_all("track.frame", frame_rows)
declare("track.frame", total_length_row)
declare_all("track.rekey", rekey_rows)
declare("track.rekey", expelled_row)
declare_all("track.chunk", chunk_rows)

for code, message in pairs(messages) do
    message.name = words.MessageType[code]
    message.prefix = "track." .. lower_first(message.name)
    local fixed = 0
    for _, row in ipairs(message.body) do
        declare(message.prefix, row)
        fixed = fixed + row.width
    end
    local longest = fixed
    for i, list in ipairs(message.lists or {}) do
        local copy = {name = list.name, count = list.count, most = list.most, size = 0}
        for _, row in ipairs(list) do
            local own = {row[1], row[2], row[3]}
            declare(row[2] and message.prefix .. "." .. list.name or message.prefix, row[2] and own or {row[1], list.name, row[3]})
            own.o, own.width = row[3] or {}, widths[row[1]] or row[3].length
            own.field = fields[message.prefix .. "." .. list.name .. (row[2] and "." .. row[2] or "")]
            copy[#copy + 1] = own
            copy.size = copy.size + own.width
        end
        message.lists[i] = copy
        longest = longest + copy.most * copy.size
    end
    message.min, message.max = 32 + fixed, 32 + longest
    message.flag_mask = 0
    for _, flag in ipairs(message.flags or {}) do
        message.flag_mask = message.flag_mask + flag[1]
        if flag[2] ~= "regionKeys" then
            flag.field = flag_field(message.prefix, flag[2], flag[1])
        end
    end
end

local function extra(abbrev, make, ...)
    fields[abbrev] = make(abbrev, ...)
    return fields[abbrev]
end

local own = {
    key_class = extra("track.keyClass", ProtoField.uint8, "key class", base.DEC, words.KeyClass, 0xf0),
    direction = extra("track.direction", ProtoField.uint8, "direction", base.DEC, words.Direction, 0x0f),
    order = extra("track.bindConfirm.order", ProtoField.uint8, "order", base.DEC, words.DeliveryOrder, 0x0f),
    confirm = extra("track.bindConfirm.confirm", ProtoField.uint8, "confirm", base.DEC, words.ConfirmOn, 0xf0),
    region_keys = extra("track.bindConfirm.flags.regionKeys", ProtoField.uint8, "regionKeys", base.DEC, nil, 0x03),
    wants_header = extra("track.rekeyRequest.wanted.HEADER", ProtoField.bool, "HEADER", 16, nil, 1),
    wants_later = extra("track.rekeyRequest.wanted.LATER", ProtoField.bool, "LATER", 16, nil, 2),
    begins = extra("track.frame.flags.BEGIN", ProtoField.bool, "BEGIN", 8, nil, 1),
    ends = extra("track.frame.flags.END", ProtoField.bool, "END", 8, nil, 2),
    close_reason = extra("track.record.closeReason", ProtoField.uint8, "reason", base.DEC, words.CloseReason),
    rekey_sequence = extra("track.inner.rekeySequence", ProtoField.uint64, "rekeySequence", base.DEC),
    part = extra("track.inner.part", ProtoField.uint32, "part", base.DEC),
    signature = extra("track.inner.signature", ProtoField.bytes, "signature"),
    path = extra("track.inner.path", ProtoField.bytes, "Merkle path hash"),
    authenticator = extra("track.inner.authenticator", ProtoField.bytes, "authenticator"),
    tag = extra("track.inner.tag", ProtoField.bytes, "tag"),
    content = extra("track.inner.content", ProtoField.string, "content"),
    icv = extra("track.icv", ProtoField.bytes, "ICV"),
    icv_status = extra("track.icv.status", ProtoField.string, "ICV status"),
    drop_reason = extra("track.dropReason", ProtoField.string, "Dropped as"),
    repair = extra("track.isRepair", ProtoField.bool, "Repair"),
    original = extra("track.originalFrame", ProtoField.framenum, "Original in frame", base.NONE, frametype.RETRANS_PREV),
    repair_number = extra("track.repairNumber", ProtoField.uint32, "Repair of this packet, number", base.DEC),
    asked = extra("track.missingCount", ProtoField.uint64, "Packets named as missing", base.DEC),
    datagrams = extra("track.datagrams", ProtoField.uint32, "Datagrams in this super-packet", base.DEC),
    entry = extra("track.chunk.entry", ProtoField.string, "entry"),
    entry_tree = extra("track.chunk.entry.tree", ProtoField.uint8, "tree", base.DEC, words.KeyTreeKind, 0xf0),
    entry_level = extra("track.chunk.entry.level", ProtoField.uint8, "level", base.DEC, nil, 0x0f),
    entry_existing = extra("track.chunk.entry.existing", ProtoField.uint8, "existing", base.HEX, nil, 0xf0),
    entry_changed = extra("track.chunk.entry.changed", ProtoField.uint8, "changed", base.HEX, nil, 0x0f),
    entry_index = extra("track.chunk.entry.index", ProtoField.uint16, "index", base.DEC),
    entry_interior = extra("track.chunk.entry.interiorSlice", ProtoField.bool, "there is an interior slice", 8, nil, 1),
    entry_under = extra("track.chunk.entry.under", ProtoField.uint8, "under", base.DEC),
    entry_leaf = extra("track.chunk.entry.leaf", ProtoField.uint16, "leaf", base.DEC),
    entry_region = extra("track.chunk.entry.region", ProtoField.uint32, "region", base.DEC),
    entry_expelled = extra("track.chunk.entry.expelled", ProtoField.uint32, "expelled", base.DEC),
    entry_wrap = extra("track.chunk.entry.wrap", ProtoField.bytes, "wrapped key"),
}
track.fields = fields

---------------------------------------------------------------------------------------------------------------------------------------------------
-- Shape (§6.1): what the bytes alone tell, in the order of that table. Answers the reason and its text, or nil.
---------------------------------------------------------------------------------------------------------------------------------------------------

local HEADER, INNER_HEADER, ICV, TAG = 32, 32, 16, 16
local LETTERS = {[0] = "m", [1] = "u", [2] = "d"}
local STREAM_TYPES = {["0/1"] = true, ["1/2"] = true, ["2/3"] = true, ["2/4"] = true, ["3/3"] = true, ["3/4"] = true}
local AUTHORITIES = {[2] = 0xFFFFFFF0, [3] = 0xFFFFFFF1}
local NO_REGION = 0xFFFFFFFF

-- A view of the datagram that begins at `at` of a tvb; everything in it is counted from its own beginning.
local function view(tvb, at, size)
    local self = {tvb = tvb, at = at, size = size, have = math.min(size, tvb:captured_len() - at)}
    function self.range(from, length) return tvb(at + from, length) end
    function self.number(from, length) return tvb(at + from, length):uint() end
    function self.long(from) return tvb(at + from, 8):uint64() end
    function self.is_zero(from, length)
        for i = from, from + length - 1 do
            if tvb(at + i, 1):uint() ~= 0 then return false end
        end
        return true
    end
    function self.below(from, bits, width)
        local left = bits
        for i = from + width - 1, from, -1 do
            local here = tvb(at + i, 1):uint()
            if left < 8 and here >= 2 ^ math.max(left, 0) then return false end
            left = left - 8
        end
        return true
    end
    return self
end

local function inner_length(d, outer)
    return INNER_HEADER + d.number(outer + 28, 2) + (d.number(outer + 1, 1) == 1 and TAG or 0) + 4 * d.number(outer + 31, 1)
end

local function rekey_fault(d, outer)
    local stream, kind = d.number(outer + 2, 1), d.number(outer + 3, 1)
    local auth, length, content = d.number(outer + 30, 1), d.number(outer + 31, 1), d.number(outer + 28, 2)
    local sequence = d.long(outer + 20)
    local part = d.number(outer + 24, 4) % 0x100000
    if d.number(outer + 8, 4) ~= AUTHORITIES[stream] then return "a rekey of another source" end
    if not d.is_zero(outer + 12, 8) then return "a rekey with an incarnation" end
    if d.number(outer + 1, 1) ~= 0 then return "a rekey that is encrypted" end
    if sequence:rshift(20) == UInt64(0) then return "rekeySequence 0" end
    local at = outer + INNER_HEADER
    if kind == 3 then
        if part ~= 0 or auth ~= 1 or length ~= 16 then return "a rekey header with another part or authenticator" end
        if content < 168 or d.have < at + content then return content < 168 and "a rekey header that is too short" or nil end
        local expelled = d.number(at + 2, 2)
        if d.number(at, 1) ~= stream - 1 then return "layer" end
        if not words.RekeyReason[d.number(at + 1, 1)] then return "reason" end
        if expelled > 128 or content ~= 168 + 4 * expelled then return "expelledCount" end
        if d.number(at + 4, 4) < 1 or d.number(at + 4, 4) > 131072 then return "chunkCount" end
        for _, long in ipairs({16, 24, 40, 64}) do
            if not d.below(at + long, 63, 8) then return "a number of 2^63 or more" end
        end
        if d.long(at + 24) ~= d.long(at + 16) + UInt64(1) then return "epochTo is not the epoch after epochFrom" end
        if d.number(at + 32, 4) == 0 or d.number(at + 36, 4) == 0 then return "SPI 0" end
        for _, time in ipairs({48, 52, 56}) do
            if d.number(at + time, 4) >= 0x80000000 then return "a time of 2^31 or more" end
        end
        if d.number(at + 52, 4) < d.number(at + 48, 4) then return "hard before notBefore" end
        if not d.is_zero(at + 60, 4) then return "reserved" end
        if d.long(at + 64) < d.long(at + 40) then return "expireAt before issuedAt" end
        local before = 0
        for i = 0, expelled - 1 do
            local id = d.number(at + 168 + 4 * i, 4)
            if id <= before then return "expelled nodes do not ascend" end
            before = id
        end
    else
        if part == 0 or part > 131072 or auth ~= 2 or length % 8 ~= 0 or length > 17 * 8 then return "a chunk with another part or authenticator" end
        if content <= 12 or content > 576 then return "length of a chunk" end
        if d.have < at + 12 then return nil end
        local slice, above, index, count = d.number(at, 4), d.number(at + 4, 4), d.number(at + 8, 2), d.number(at + 10, 2)
        if count == 0 or index >= count then return "index or count of a chunk" end
        if (slice == NO_REGION) ~= (above == NO_REGION) then return "the interior slice in a region" end
        if slice == 0 and above ~= 0 then return "region 0 below another" end
    end
end

-- Rules 1 to 11 for a datagram that the capture has at least the headers of.
local function shape_fault(d, datagram_bytes)
    local size = d.size
    if size < HEADER + ICV then return "too_short", "shorter than 48 bytes" end
    if datagram_bytes > 0 and size > datagram_bytes then return "too_long", "longer than the datagram size of the group" end
    if d.number(0, 1) ~= 1 then return "bad_version", "version is not 1" end
    local message = messages[d.number(1, 1)]
    if not message then return "unknown_type", "reserved type" end
    local outer = d.number(4, 2)
    if size < outer + ICV then return "too_short", "shorter than outerLength and ICV" end
    if outer < message.min or outer > message.max then return "malformed", "outerLength that the type does not allow" end
    if d.number(2, 1) ~= bit.band(d.number(2, 1), message.flag_mask) then return "malformed", "a flag that is not defined for the type" end
    if not d.is_zero(6, 2) then return "malformed", "reserved is not 0" end
    if d.is_zero(8, 4) or d.is_zero(12, 4) or d.is_zero(24, 8) then return "malformed", "spi, origin or counter is 0" end
    if not d.below(24, 63, 8) then return "malformed", "counter of 2^63 or more" end
    if (message.name == "OData" or message.name == "NullData") and d.have >= HEADER + 8 and not d.below(HEADER, 63, 8)
        or message.name == "NullData" and d.have >= HEADER + 16 and not d.below(HEADER + 8, 63, 8) then
        return "malformed", "highestSent or highestReleased of 2^63 or more"
    end
    local class = d.number(3, 1)
    if not message.keys[math.floor(class / 16) .. (LETTERS[class % 16] or "?")] then
        return "wrong_key_class", "class and direction are not those of the type"
    end
    local inner = size - ICV - outer
    if inner > 0 and not message.inner then return "malformed", "an INNER, or bytes that no field accounts for, in a type without one" end
    if inner == 0 then
        if message.needs_inner then return "too_short", "INNER is missing" end
        return nil
    end
    if inner < INNER_HEADER then return "too_short", "INNER is shorter than its header" end
    if d.have < outer + INNER_HEADER then return nil end
    local says = inner_length(d, outer)
    if inner < says then return "too_short", "INNER is shorter than it says" end
    if inner > says then return "malformed", "INNER is longer than it says" end
    local suite, stream, kind = d.number(outer + 1, 1), d.number(outer + 2, 1), d.number(outer + 3, 1)
    if d.number(outer, 1) ~= 1 then return "malformed", "version of INNER is not 1" end
    if suite > 1 then return "malformed", "reserved suite" end
    if (suite == 0) ~= d.is_zero(outer + 4, 4) then return "malformed", "contentSpi and suite do not go together" end
    if not STREAM_TYPES[stream .. "/" .. kind] then return "malformed", "stream and type of INNER do not go together" end
    if d.is_zero(outer + 8, 4) then return "malformed", "source is 0" end
    if d.is_zero(outer + 20, 8) or not d.below(outer + 20, 63, 8) then return "malformed", "sequence of 0, or 2^63 and more" end
    local auth, length = d.number(outer + 30, 1), d.number(outer + 31, 1)
    if auth > 2 or auth == 0 and length > 0 or auth == 1 and length == 0 then return "malformed", "authenticator and its type do not go together" end
    if not message.inner[stream] then return "malformed", "a stream that the type does not allow" end
    if stream >= 2 then
        local text = rekey_fault(d, outer)
        if text then return "malformed", text end
    end
end

---------------------------------------------------------------------------------------------------------------------------------------------------
-- Rules of bodies (§5) beyond those of single fields. `v` holds the fields by name.
---------------------------------------------------------------------------------------------------------------------------------------------------

local ZERO = UInt64(0)

local function content_epoch_fault(v)
    if v.contentEpoch == ZERO then
        return (v.contentFirst ~= ZERO or v.contentFirstOfPrevious ~= ZERO) and "contentFirst without contentEpoch"
    end
    return (v.contentFirstOfPrevious == ZERO or v.contentFirst < v.contentFirstOfPrevious) and "contentFirst below contentFirstOfPrevious"
end

local function top(base_sequence, bitmap_words)
    return base_sequence + UInt64(64 * bitmap_words)
end

local LIMIT = UInt64(0, 0x80000000)

local function sequences_fault(v)
    local before
    for _, range in ipairs(v.ranges) do
        local behind = range.first + UInt64(range.count)
        if behind >= LIMIT then return "a range beyond 2^63" end
        if before and range.first <= before then return "ranges that touch, overlap or descend" end
        before = behind
    end
    if v.bitmapWords == 0 then
        return v.bitmapBase ~= ZERO and "bitmapBase without a bitmap"
    end
    if v.bitmapBase == ZERO then return "bitmapBase is 0" end
    if top(v.bitmapBase, v.bitmapWords) >= LIMIT then return "a bitmap beyond 2^63" end
    if v.bitmap[1]:lower() % 2 ~= 1 then return "bit 0 of the bitmap is 0" end
    if v.bitmap[#v.bitmap] == ZERO then return "the last word of the bitmap is 0" end
    for _, range in ipairs(v.ranges) do
        if range.first < top(v.bitmapBase, v.bitmapWords) and range.first + UInt64(range.count) > v.bitmapBase then
            return "a range in the bitmap"
        end
    end
end

local body_faults = {
    [4] = function(v, flags)
        if flags == 0 and v.closeSequence ~= ZERO then return "closeSequence without CLOSED" end
        return content_epoch_fault(v)
    end,
    [5] = function(v, flags)
        if top(v.cumAck, v.bitmapWords) >= LIMIT then return "a bitmap beyond 2^63" end
        if flags % 2 == 0 and (v.heartbeatEcho ~= 0 or v.heartbeatDally ~= 0) then return "heartbeatEcho without HEARTBEAT_ECHO" end
        if flags < 2 and v.senderEcho ~= 0 then return "senderEcho without SENDER_ECHO" end
        if v.failureListLength < 64 and v.tooSlow:rshift(v.failureListLength) ~= ZERO then return "tooSlow names more than failures" end
        if (v.allowedRate == ZERO) ~= (v.limiter == 0) then return "allowedRate and limiter do not go together" end
        if v.limiter == 0 and (v.limiterRtt ~= 0 or v.lossInterval ~= 0) then return "limiterRtt or lossInterval without allowedRate" end
    end,
    [6] = function(v)
        if v.rangeCount + v.badCount + v.bitmapWords == 0 then return "it asks for nothing" end
        return sequences_fault(v)
    end,
    [7] = function(v)
        if v.rangeCount + v.bitmapWords == 0 then return "it names nothing" end
        return sequences_fault(v)
    end,
    [9] = function(v)
        if not words.DeliveryOrder[v.delivery % 16] or not words.ConfirmOn[math.floor(v.delivery / 16)] then return "delivery" end
        if (v.mode == 2) ~= (v.hold ~= 0) then return "hold and mode do not go together" end
        if #v.regionKeys == 2 and v.regionKeys[1].epoch >= v.regionKeys[2].epoch then return "epochs of regionKeys do not ascend" end
        return content_epoch_fault(v)
    end,
    [16] = function(v, flags)
        if flags == 0 then
            return (v.asker ~= 0 or v.token ~= 0 or v.dally ~= 0) and "asker, token or dally without ANSWER"
        end
        return v.asker == 0 and "an answer to nobody"
    end,
    [19] = function(v)
        if v.wanted > 3 then return "an unknown wish" end
        if v.wanted % 2 == 0 and v.entryCount == 0 then return "it asks for nothing" end
        for _, entry in ipairs(v.entries) do
            local whole = entry.count == 0 or entry.count == 0xFFFF
            if whole and entry.first ~= 0 then return "a whole slice from its second chunk on" end
            if not whole and entry.first + entry.count - 1 > 65534 then return "chunks beyond the highest" end
        end
    end,
}

---------------------------------------------------------------------------------------------------------------------------------------------------
-- SHA-256 (FIPS 180-4), HMAC (RFC 2104), HKDF (RFC 5869) on strings.
---------------------------------------------------------------------------------------------------------------------------------------------------

local band, bxor, bnot, ror, shr, tobit = bit.band, bit.bxor, bit.bnot, bit.ror, bit.rshift, bit.tobit

local function fraction(x) return math.floor((x % 1) * 2 ^ 32) end

-- The constants are by definition the first 32 bits of the fractions of square and cube roots of the first primes.
local round_constants, initial_state = {}, {}
do
    local n, found = 2, 0
    while found < 64 do
        local prime = true
        for i = 2, math.floor(math.sqrt(n)) do
            if n % i == 0 then prime = false break end
        end
        if prime then
            found = found + 1
            round_constants[found] = tobit(fraction(n ^ (1 / 3)))
            if found <= 8 then initial_state[found] = tobit(fraction(math.sqrt(n))) end
        end
        n = n + 1
    end
end

local function bytes4(x)
    return string.char(band(shr(x, 24), 255), band(shr(x, 16), 255), band(shr(x, 8), 255), band(x, 255))
end

local function u32(x) return string.char(math.floor(x / 0x1000000) % 256, math.floor(x / 0x10000) % 256, math.floor(x / 0x100) % 256, x % 256) end

local function sha256(text)
    local length = #text
    text = text .. "\128" .. string.rep("\0", (55 - length) % 64) .. u32(math.floor(length / 0x20000000)) .. u32(length * 8 % 0x100000000)
    local h1, h2, h3, h4, h5, h6, h7, h8 = table.unpack(initial_state)
    local w = {}
    for block = 1, #text, 64 do
        for i = 0, 15 do
            local a, b, c, d = text:byte(block + 4 * i, block + 4 * i + 3)
            w[i + 1] = tobit(((a * 256 + b) * 256 + c) * 256 + d)
        end
        for i = 17, 64 do
            local x, y = w[i - 15], w[i - 2]
            w[i] = tobit(w[i - 16] + w[i - 7] + bxor(ror(x, 7), ror(x, 18), shr(x, 3)) + bxor(ror(y, 17), ror(y, 19), shr(y, 10)))
        end
        local a, b, c, d, e, f, g, h = h1, h2, h3, h4, h5, h6, h7, h8
        for i = 1, 64 do
            local t1 = h + bxor(ror(e, 6), ror(e, 11), ror(e, 25)) + bxor(band(e, f), band(bnot(e), g)) + round_constants[i] + w[i]
            local t2 = bxor(ror(a, 2), ror(a, 13), ror(a, 22)) + bxor(band(a, b), band(a, c), band(b, c))
            h, g, f, e, d, c, b, a = g, f, e, tobit(d + t1), c, b, a, tobit(t1 + t2)
        end
        h1, h2, h3, h4 = tobit(h1 + a), tobit(h2 + b), tobit(h3 + c), tobit(h4 + d)
        h5, h6, h7, h8 = tobit(h5 + e), tobit(h6 + f), tobit(h7 + g), tobit(h8 + h)
    end
    return bytes4(h1) .. bytes4(h2) .. bytes4(h3) .. bytes4(h4) .. bytes4(h5) .. bytes4(h6) .. bytes4(h7) .. bytes4(h8)
end

local function xored(key, with)
    return (key:gsub(".", function(c) return string.char(bxor(c:byte(), with)) end))
end

local function hmac(key, text)
    if #key > 64 then key = sha256(key) end
    key = key .. string.rep("\0", 64 - #key)
    return sha256(xored(key, 0x5c) .. sha256(xored(key, 0x36) .. text))
end

local function extract(salt, secret) return hmac(salt, secret) end
local function expand(prk, info) return hmac(prk, info .. "\1") end

---------------------------------------------------------------------------------------------------------------------------------------------------
-- Transport bundles (docs/bundles.md §2). Keys stay in this table; nothing shows them.
---------------------------------------------------------------------------------------------------------------------------------------------------

local function from_hex(text)
    return (text:gsub("%x%x", function(two) return string.char(tonumber(two, 16)) end))
end

local function from_base64(text)
    local alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    local out, bits, held = {}, 0, 0
    for c in text:gmatch("[%w%+/]") do
        held = (held % 256) * 64 + alphabet:find(c, 1, true) - 1
        bits = bits + 6
        if bits >= 8 then
            bits = bits - 8
            out[#out + 1] = string.char(math.floor(held / 2 ^ bits) % 256)
        end
    end
    return table.concat(out)
end

-- Only what bundles are made of: no escapes but those of quotes and backslashes, no fractions.
local function from_json(text)
    local at = 1
    local value
    local function skip() at = text:find("%S", at) or #text + 1 end
    local function take(c)
        skip()
        if text:sub(at, at) ~= c then error("no " .. c .. " at " .. at, 0) end
        at = at + 1
    end
    local function peek() skip() return text:sub(at, at) end
    local function quoted()
        take('"')
        local from = at
        while true do
            local c = text:sub(at, at)
            if c == "" then error("an open string", 0) end
            if c == '"' then break end
            at = at + (c == "\\" and 2 or 1)
        end
        at = at + 1
        return (text:sub(from, at - 2):gsub("\\(.)", "%1"))
    end
    local function list(close, one)
        local all = {}
        at = at + 1
        if peek() ~= close then
            repeat
                one(all)
                local more = peek() == ","
                if more then at = at + 1 end
            until not more
        end
        take(close)
        return all
    end
    function value()
        local c = peek()
        if c == "{" then
            return list("}", function(all)
                local name = quoted()
                take(":")
                all[name] = value()
            end)
        elseif c == "[" then
            return list("]", function(all) all[#all + 1] = value() end)
        elseif c == '"' then
            return quoted()
        end
        local word = text:match("^[%w%-]+", at)
        if not word then error("nothing known at " .. at, 0) end
        at = at + #word
        if word == "true" then return true elseif word == "false" then return false end
        return tonumber(word)
    end
    return value()
end

local function region_of(r)
    return {id = r.id, secret = r.regionSecret and from_base64(r.regionSecret), master = r.bindMaster and from_base64(r.bindMaster)}
end

local function bundle_of(path)
    local file, why = io.open(path, "rb")
    if not file then error(why, 0) end
    local text = file:read("*a")
    file:close()
    local json = from_json(text)
    if json.format ~= "track-transport-bundle-1" then error("it is no transport bundle", 0) end
    local b = {gid = from_hex(json.group.id), me = json.node.id, epochs = {}, parents = {}, regions = {}}
    for _, epoch in ipairs(json.epochs) do
        b.epochs[tonumber(epoch.spi, 16)] = {number = epoch.epoch, key = from_base64(epoch.groupAuthKey)}
    end
    b.interior = json.interiorSecret and from_base64(json.interiorSecret)
    for _, parent in ipairs(json.parents or {}) do
        b.parents[parent.id] = {region = parent.region, bind_key = from_base64(parent.bindKey)}
        b.regions[parent.id] = {id = parent.region, secret = parent.regionSecret and from_base64(parent.regionSecret)}
    end
    if json.region then
        b.own = region_of(json.region)
        b.regions[b.me] = b.own
    end
    return b
end

local bundles = {}

local function read_bundles(paths)
    bundles = {}
    for path in paths:gmatch("[^;]+") do
        local ok, bundle = pcall(bundle_of, path)
        if ok then
            bundles[#bundles + 1] = bundle
        else
            io.stderr:write("track: ICVs are not verified with " .. path .. ": " .. tostring(bundle) .. "\n")
        end
    end
end

---------------------------------------------------------------------------------------------------------------------------------------------------
-- ICVs (§2.2, §4.2). Runs and places of nodes are learnt from the packets before they are verified; what depends on a wrong one does not verify.
---------------------------------------------------------------------------------------------------------------------------------------------------

local RUNS_OF_A_NODE = 8
local NO_RUN = string.rep("\0", 16)
local runs, places, hop_keys = {}, {}, {}

local function learn_run(id, run)
    local known = runs[id] or {}
    for _, one in ipairs(known) do
        if one == run then return end
    end
    table.insert(known, 1, run)
    known[RUNS_OF_A_NODE + 1] = nil
    runs[id] = known
end

local function bind_key(bundle, parent, child)
    if bundle.me == child and bundle.parents[parent] then
        return bundle.parents[parent].bind_key, bundle.parents[parent].region
    elseif bundle.me == parent and bundle.own then
        return expand(bundle.own.master, "TK1 bind" .. u32(parent) .. u32(child)), bundle.own.id
    end
end

-- Whom a packet of a pair is for: by its address, else whoever this bundle shares a pair key with.
local function others(bundle, d, pinfo, up)
    local place = places[tostring(pinfo.dst) .. "/" .. pinfo.dst_port]
    if place then return {place} end
    if not up then return {bundle.me} end
    if bundle.own then return {bundle.me} end
    local all = {}
    for id in pairs(bundle.parents) do all[#all + 1] = id end
    return all
end

local function runs_starting(id, first8)
    local found = {}
    for _, run in ipairs(runs[id] or {}) do
        if run:sub(1, 8) == first8 then found[#found + 1] = run end
    end
    return found
end

-- Calls `try(channelId, K_hop)` for each key that the packet may be under, until one says true.
local function each_hop_key(bundle, d, pinfo, message, try)
    local class, direction = math.floor(d.number(3, 1) / 16), d.number(3, 1) % 16
    local spi, origin, first8 = d.number(8, 4), d.number(12, 4), d.range(16, 8):raw()
    local epoch = bundle.epochs[spi]
    if not epoch and class ~= 6 then return end

    local function hop(prk_name, prk, region, epoch_number, run, destination, destination_run)
        local info = "TK1 hop" .. string.char(class, direction) .. bundle.gid .. u32(region)
            .. u32(math.floor(epoch_number / 0x100000000)) .. u32(epoch_number % 0x100000000) .. u32(origin) .. run .. u32(destination) .. destination_run
        local name = prk_name .. info
        hop_keys[name] = hop_keys[name] or expand(prk(), info)
        return hop_keys[name]
    end

    local function ink() return extract(epoch.key, bundle.interior) end

    if class <= 3 then
        local region = class == 1 and {id = 0} or bundle.regions[origin]
        if not region or class > 1 and not region.secret or class == 3 and not bundle.interior then return end
        for _, run in ipairs(runs_starting(origin, first8)) do
            local key = hop(bundle.me .. "/" .. spi, function()
                if class == 1 then return extract(epoch.key, string.rep("\0", 32)) end
                return extract(class == 2 and epoch.key or ink(), region.secret)
            end, region.id, epoch.number, run, 0, NO_RUN)
            if try(u32(0) .. u32(region.id), key) then return end
        end
        return
    end
    if class == 5 and not bundle.interior then return end
    local up = direction == 1
    for _, other in ipairs(others(bundle, d, pinfo, up)) do
        local parent, child = up and other or origin, up and origin or other
        local secret, region = bind_key(bundle, parent, child)
        if secret then
            local own_runs = class == 6 and {first8 .. string.rep("\0", 8)} or runs_starting(origin, first8)
            local other_runs = (class == 6 or message.name == "BindRequest") and {NO_RUN} or runs[other] or {}
            for _, run in ipairs(own_runs) do
                for _, other_run in ipairs(other_runs) do
                    local key = hop(bundle.me .. "/" .. spi .. "/" .. parent .. "/" .. child, function()
                        if class == 6 then return extract(string.rep("\0", 4), secret) end
                        return extract(class == 4 and epoch.key or ink(), secret)
                    end, region, class == 6 and 0 or epoch.number, run, other, other_run)
                    if try(u32(parent) .. u32(child), key) then return end
                end
            end
        end
    end
end

-- "verified", "wrong", or "no key" when no bundle has the key, or the run of a node is not known (yet).
local function icv_status(d, pinfo, message, outer)
    local text = d.range(0, outer):raw()
    local inner = d.size - ICV - outer
    local digest = sha256(inner > 0 and d.range(outer, inner):raw() or "")
    local icv = d.range(d.size - ICV, ICV):raw()
    local status = "no key"
    for _, bundle in ipairs(bundles) do
        each_hop_key(bundle, d, pinfo, message, function(channel, key)
            status = hmac(key, "TK1 icv" .. channel .. text .. digest):sub(1, ICV) == icv and "verified" or "wrong"
            return status == "verified"
        end)
        if status == "verified" then break end
    end
    return status
end

---------------------------------------------------------------------------------------------------------------------------------------------------
-- Dissection.
---------------------------------------------------------------------------------------------------------------------------------------------------

local originals, repairs, seen, verified = {}, {}, {}, {}

local function fault(tree, reason, text)
    tree:add_proto_expert_info(experts[reason], reason .. ": " .. text)
    tree:add(own.drop_reason, reason):set_generated()
end

-- Adds one field and answers its value; `broken(text)` is told what rule it breaks.
local function add_row(tree, d, row, at, broken)
    local o, kind = row.o, row[1]
    local range = d.range(at, row.width)
    if o.reserved then
        if not d.is_zero(at, row.width) then broken("reserved is not 0") end
        return nil
    end
    tree:add(row.field, range)
    if kind == "bytes" then return range:raw() end
    local value = kind == "u64" and range:uint64() or range:uint()
    if o.bits and not d.below(at, o.bits, row.width) then broken(row[2] .. " of 2^" .. o.bits .. " or more") end
    if o.nonzero and d.is_zero(at, row.width) then broken((row[2] or "node id") .. " is 0") end
    if o.max and value > o.max or o.listed and not o.values[value] then broken(row[2] .. " that is not listed") end
    return value
end

local function add_rows(tree, d, rows, at, broken, values)
    for _, row in ipairs(rows) do
        if at + row.width > d.have then return at end
        local value = add_row(tree, d, row, at, broken)
        if row[2] and not row.o.reserved then values[row[2]] = value end
        at = at + row.width
    end
    return at
end

local function ones(word)
    local n = 0
    for _, half in ipairs({word:lower(), word:higher()}) do
        while half > 0 do
            n = n + half % 2
            half = math.floor(half / 2)
        end
    end
    return n
end

local function add_missing(tree, v)
    if not v.ranges and not v.bitmap then return end
    local missing = ZERO
    for _, range in ipairs(v.ranges or {}) do missing = missing + UInt64(range.count) end
    for _, word in ipairs(v.bitmap or {}) do missing = missing + UInt64(ones(word)) end
    tree:add(own.asked, missing):set_generated()
    return missing
end

local function add_body(tree, d, message, code, outer)
    local v, text = {}, nil
    local function broken(what) text = text or what end
    local flags = d.number(2, 1)
    v.regionKeyCount = code == 9 and flags % 4 or 0
    if v.regionKeyCount > 2 then broken("more than two regionKeys") end
    local at = add_rows(tree, d, message.body, HEADER, broken, v)
    if code == 9 then
        tree:add(own.order, d.range(HEADER + 86, 1))
        tree:add(own.confirm, d.range(HEADER + 86, 1))
    elseif code == 19 then
        tree:add(own.wants_header, d.range(HEADER + 2, 2))
        tree:add(own.wants_later, d.range(HEADER + 2, 2))
    end
    for _, list in ipairs(message.lists or {}) do
        local count, all = v[list.count], {}
        if count > list.most then broken(list.count .. " above " .. list.most) end
        for _ = 1, count do
            if at + list.size > outer then
                broken(list.name .. " has fewer entries than " .. list.count .. " says")
                break
            end
            local entry = {}
            for _, row in ipairs(list) do
                entry[row[2] or 1] = add_row(tree, d, row, at, broken)
                at = at + row.width
            end
            all[#all + 1] = list[1][2] and entry or entry[1]
        end
        v[list.name] = all
    end
    if at < outer then broken("bytes that no field accounts for") end
    local rules = body_faults[code]
    if not text and rules then text = rules(v, flags) or nil end
    return v, text
end

local function add_wraps(tree, d, at, stop)
    while at + 40 <= stop do
        tree:add(own.entry_wrap, d.range(at, 40))
        at = at + 40
    end
end

local function popcount4(bits)
    return bits % 2 + math.floor(bits / 2) % 2 + math.floor(bits / 4) % 2 + math.floor(bits / 8) % 2
end

local function lowest4(bits)
    return bit.band(bits, -bits)
end

-- Entries of a chunk (§3.6), as far as they are whole.
local function add_entries(tree, d, at, stop)
    while at + 4 <= stop do
        local kind = d.number(at, 1)
        local length, name
        if kind >= 0x10 and kind < 0x50 then
            local children = d.number(at + 1, 1)
            local existing, changed = math.floor(children / 16), children % 16
            name, length = "NODE", 4 + 40 * popcount4(bit.band(existing, bnot(lowest4(changed))))
        elseif kind == 0x80 then name, length = "EPOCH", 44
        elseif kind == 0x90 then name, length = "REGION SECRET", 8 + (d.number(at + 1, 1) == 0 and 0 or 40)
        elseif kind == 0xA0 then name, length = "INTERIOR SECRET", 44
        elseif kind == 0xB0 then name, length = "BELOW", 4
        elseif kind == 0xC0 then name, length = "EXPELLED", 4 + 4 * d.number(at + 1, 1)
        end
        if not length or at + length > stop then
            tree:add(own.entry, d.range(at, stop - at), "not understood")
            return
        end
        local entry = tree:add(own.entry, d.range(at, length), name)
        if name == "NODE" then
            entry:add(own.entry_tree, d.range(at, 1))
            entry:add(own.entry_level, d.range(at, 1))
            entry:add(own.entry_existing, d.range(at + 1, 1))
            entry:add(own.entry_changed, d.range(at + 1, 1))
            entry:add(own.entry_index, d.range(at + 2, 2))
            add_wraps(entry, d, at + 4, at + length)
        elseif name == "EPOCH" then
            entry:add(own.entry_interior, d.range(at + 1, 1))
            add_wraps(entry, d, at + 4, at + length)
        elseif name == "REGION SECRET" then
            entry:add(own.entry_under, d.range(at + 1, 1))
            entry:add(own.entry_leaf, d.range(at + 2, 2))
            entry:add(own.entry_region, d.range(at + 4, 4))
            add_wraps(entry, d, at + 8, at + length)
        elseif name == "INTERIOR SECRET" then
            add_wraps(entry, d, at + 4, at + length)
        elseif name == "BELOW" then
            entry:add(own.entry_leaf, d.range(at + 2, 2))
        else
            for i = at + 4, at + length - 4, 4 do entry:add(own.entry_expelled, d.range(i, 4)) end
        end
        at = at + length
    end
end

local function ignore() end

-- Frames of content that is in clear (§3.3): how messages lie in it, not what they say.
local function add_frames(tree, d, at, stop)
    while at + 4 <= stop do
        local flags, length = d.number(at, 1), d.number(at + 2, 2)
        local header = (flags % 2 == 1 and flags < 2) and 8 or 4
        if flags == 0 and length == 0 or flags > 3 or at + header + length > stop then return end
        add_rows(tree, d, frame_rows, at, ignore, {})
        tree:add(own.begins, d.range(at, 1))
        tree:add(own.ends, d.range(at, 1))
        if header == 8 then add_row(tree, d, total_length_row, at + 4, ignore) end
        at = at + header + length
    end
end

local function add_record(tree, d, at)
    local v = {}
    add_rows(tree, d, record_rows, at, ignore, v)
    if v.kind == 1 then tree:add(own.close_reason, d.range(at + 1, 1)) end
end

local function add_content(tree, d, at, v)
    local stop = at + v.contentLength
    local text = v.suite == 1 and "ciphertext, " .. v.contentLength .. " bytes" or "in clear, " .. v.contentLength .. " bytes"
    local item = tree:add(own.content, d.range(at, math.min(v.contentLength, math.max(d.have - at, 0))), text)
    if v.suite == 1 or d.have < stop then return end
    if v.type == 1 then
        add_frames(item, d, at, stop)
    elseif v.type == 2 and v.contentLength == 12 then
        add_record(item, d, at)
    elseif v.type == 3 and v.contentLength >= 168 then
        local behind = add_rows(item, d, rekey_rows, at, ignore, {})
        for i = behind, stop - 4, 4 do item:add(expelled_row.field, d.range(i, 4)) end
    elseif v.type == 4 and v.contentLength >= 12 then
        add_rows(item, d, chunk_rows, at, ignore, {})
        add_entries(item, d, at + 12, stop)
    end
end

local function add_authenticator(tree, d, at, v)
    local length = 4 * v.authLength
    if length == 0 or d.have < at + length then return end
    if v.authType == 2 and length % 32 == 0 then
        for i = at, at + length - 32, 32 do tree:add(own.path, d.range(i, 32)) end
    elseif v.authType == 1 and v.stream >= 2 then
        tree:add(own.signature, d.range(at, length))
    else
        tree:add(own.authenticator, d.range(at, length))
    end
end

local function add_inner(tree, d, outer)
    local stop = math.min(d.size - ICV, d.have)
    if stop - outer < INNER_HEADER then return nil end
    local v = {}
    local inner = tree:add(d.range(outer, stop - outer), "INNER")
    add_rows(inner, d, inner_rows, outer, ignore, v)
    if v.stream >= 2 then
        inner:add(own.rekey_sequence, d.range(outer + 20, 8), v.sequence:rshift(20))
        inner:add(own.part, d.range(outer + 24, 4), d.number(outer + 24, 4) % 0x100000)
    end
    local at = outer + INNER_HEADER
    add_content(inner, d, at, v)
    at = at + v.contentLength
    if v.suite == 1 then
        if at + TAG <= d.have then inner:add(own.tag, d.range(at, TAG)) end
        at = at + TAG
    end
    add_authenticator(inner, d, at, v)
    return v
end

-- Which original a repair repeats, and how often that was repaired before, as far as this capture tells; the same in every pass.
local function add_repair(tree, d, pinfo, code, outer)
    local place = pinfo.number .. "/" .. d.at
    if not seen[place] then
        local packet = d.range(outer + 2, 1):raw() .. d.range(outer + 8, 20):raw()
        local here = {}
        if code ~= 2 then
            originals[packet] = originals[packet] or pinfo.number
        else
            here.original = originals[packet]
            repairs[packet] = (repairs[packet] or 0) + 1
            here.number = repairs[packet]
        end
        seen[place] = here
    end
    if code == 3 then return end
    tree:add(own.repair, code == 2):set_generated()
    if seen[place].original then tree:add(own.original, seen[place].original):set_generated() end
    if seen[place].number then tree:add(own.repair_number, seen[place].number):set_generated() end
end

local TELLS_RUN = {BindRequest = true, BindConfirm = true, BindReject = true, BindPending = true, Advertise = true, Query = true}

local function learn(d, pinfo, message)
    local origin = d.number(12, 4)
    places[tostring(pinfo.src) .. "/" .. pinfo.src_port] = origin
    if TELLS_RUN[message.name] then
        learn_run(origin, d.range(16, 8):raw() .. d.range(HEADER, 8):raw())
    end
    if message.name == "BindConfirm" then
        learn_run(d.number(HEADER + 24, 4), d.range(HEADER + 28, 16):raw())
    end
end

local function summary(message, v, inner, missing)
    local text = message.name
    if inner then
        text = text .. (inner.stream >= 2 and " rekey " .. tostring(inner.sequence:rshift(20)) or " " .. tostring(inner.sequence))
            .. (inner.stream == 1 and " (control)" or "")
    end
    if message.name == "RData" then text = text .. " repair" end
    if v.cumAck then text = text .. " cumAck=" .. tostring(v.cumAck) end
    if missing then text = text .. " missing=" .. tostring(missing) end
    if v.highestSequence then text = text .. " highest=" .. tostring(v.highestSequence) end
    for _, row in ipairs(message.body) do
        if row[2] == "reason" then text = text .. " " .. (row.o.values[v.reason] or tostring(v.reason)) end
    end
    return text
end

-- Dissects one datagram; answers its text for the column, or nil when it has no shape.
local function dissect_datagram(d, pinfo, tree)
    local root = tree:add(track, d.range(0, d.have))
    local cut = d.have < d.size
    if cut then root:add_proto_expert_info(experts.cut) end
    if d.have < HEADER then
        if not cut then fault(root, "too_short", "shorter than 48 bytes") end
        return "too short"
    end
    local reason, text = shape_fault(d, track.prefs.datagram_bytes)
    local code, outer = d.number(1, 1), d.number(4, 2)
    local message = messages[code]
    local header = {}
    add_rows(root, d, outer_rows, 0, ignore, header)
    root:add(own.key_class, d.range(3, 1))
    root:add(own.direction, d.range(3, 1))
    if reason then
        fault(root, reason, text)
        root:append_text(", " .. (message and message.name or "type " .. code) .. ", " .. reason)
        return (message and message.name or "?") .. " [" .. reason .. "]"
    end
    for _, flag in ipairs(message.flags or {}) do
        root:add(flag.field or own.region_keys, d.range(2, 1))
    end
    local v, missing = {}, nil
    if d.have >= outer then
        local body = outer > HEADER and root:add(d.range(HEADER, outer - HEADER), message.name) or root
        v, text = add_body(body, d, message, code, outer)
        missing = add_missing(body, v)
        if text then fault(root, "malformed", text) end
        if not text and not pinfo.visited then learn(d, pinfo, message) end
    end
    local inner = add_inner(root, d, outer)
    if inner and code <= 3 then add_repair(root, d, pinfo, code, outer) end
    if not cut then
        local icv = root:add(own.icv, d.range(d.size - ICV, ICV))
        if #bundles > 0 then
            local place = pinfo.number .. "/" .. d.at
            local status = verified[place] and "verified" or icv_status(d, pinfo, message, outer)
            verified[place] = status == "verified"
            icv:add(own.icv_status, status):set_generated()
            if status == "wrong" then fault(root, "bad_icv", "the ICV is wrong under every key that it may be under") end
        end
    end
    local line = summary(message, v, inner, missing)
    root:append_text(", " .. line .. ", from node " .. header.origin)
    return line .. (text and " [malformed]" or "")
end

-- Whether what begins at `at` has the common header of a TRACK datagram: for the heuristic and for super-packets.
local function looks_like(tvb, at)
    if tvb:captured_len() - at < HEADER then return false end
    local d = view(tvb, at, tvb:reported_len() - at)
    local message = messages[d.number(1, 1)]
    return d.size >= HEADER + ICV and d.number(0, 1) == 1 and message ~= nil and d.is_zero(6, 2)
        and d.number(4, 2) >= message.min and d.number(4, 2) <= message.max and d.size >= d.number(4, 2) + ICV
        and not d.is_zero(8, 4) and not d.is_zero(12, 4) and not d.is_zero(24, 8) and d.below(24, 63, 8)
        and bit.band(d.number(2, 1), bnot(message.flag_mask)) == 0
        and message.keys[math.floor(d.number(3, 1) / 16) .. (LETTERS[d.number(3, 1) % 16] or "?")] == true
end

-- Bytes of the datagram at `at`. A capture on the sending host may have several in one packet, which the network card would have taken apart (segmentation
-- offload): one that is exactly as long as it says, with another behind it, ends there.
local function size_at(tvb, at)
    local rest = tvb:reported_len() - at
    if not looks_like(tvb, at) then return rest end
    local d = view(tvb, at, rest)
    local outer = d.number(4, 2)
    local size = outer + ICV
    if messages[d.number(1, 1)].inner and rest > size then
        if d.have < outer + INNER_HEADER then return rest end
        size = size + inner_length(d, outer)
    end
    return size < rest and looks_like(tvb, at + size) and size or rest
end

function track.dissector(tvb, pinfo, tree)
    pinfo.cols.protocol = "TRACK"
    local at, lines = 0, {}
    if tvb:reported_len() == 0 then
        fault(tree:add(track, tvb()), "too_short", "empty")
        return 0
    end
    while at < tvb:captured_len() do
        local size = size_at(tvb, at)
        lines[#lines + 1] = dissect_datagram(view(tvb, at, size), pinfo, tree)
        at = at + size
    end
    if #lines > 1 then tree:add(own.datagrams, #lines):set_generated() end
    pinfo.cols.info = #lines > 1 and "[" .. #lines .. "] " .. lines[1] .. " .. " .. lines[#lines] or lines[1]
    return tvb:captured_len()
end

local function heuristic(tvb, pinfo, tree)
    if not looks_like(tvb, 0) then return false end
    track.dissector(tvb, pinfo, tree)
    return true
end

function track.init()
    originals, repairs, seen, verified, runs, places, hop_keys = {}, {}, {}, {}, {}, {}, {}
end

local udp = DissectorTable.get("udp.port")
local ports, paths = "", ""

function track.prefs_changed()
    if track.prefs.ports ~= ports then
        if ports ~= "" then udp:remove(ports, track) end
        ports = track.prefs.ports
        if ports ~= "" then udp:add(ports, track) end
    end
    if track.prefs.bundles ~= paths then
        paths = track.prefs.bundles
        read_bundles(paths)
    end
end

udp:add_for_decode_as(track)
track:register_heuristic("udp", heuristic)
