#!/usr/bin/env python3
"""Writes the golden vectors of the wire format from the tables of docs/wire-format.md.

A second implementation of the encoder, on purpose: it takes offsets, fields and types from the document, so that document
and codecs are compared with each other. Run it from the root of the repository after a change of the format, and
review the difference:

    python3 track-proto/src/test/golden/generate.py
"""

import hashlib
import hmac
import json
import pathlib
import re

DOCUMENT = pathlib.Path("docs/wire-format.md")
TARGET = pathlib.Path("track-proto/src/test/resources/golden")
TRANSPORT_KEYS = pathlib.Path("track-keys/transport-keys/src/test/resources/golden/transport-keys.json")
ICV = bytes(range(0xF0, 0x100))
INTEGERS = {"u8": 1, "u16": 2, "u32": 4, "u64": 8}
LISTS = {
    "u32[]": [("", 4)],
    "u64[]": [("", 8)],
    "(u64 first, u32 count)[]": [("first", 8), ("count", 4)],
    "(u32 slice, u16 first, u16 count)[]": [("slice", 4), ("first", 2), ("count", 2)],
    "(u64 sequence, digest(32))[]": [("sequence", 8), ("digest", 32)],
    "(u64 epoch, wrap(40))[]": [("epoch", 8), ("wrap", 40)],
}
# Fields that hold the number of entries of a list.
COUNTS = {
    "ancestorCount": "ancestors",
    "probedCount": "probed",
    "bitmapWords": "bitmap",
    "failureListLength": "failures",
    "rangeCount": "ranges",
    "badCount": "bad",
    "alternateCount": "alternates",
    "entryCount": "entries",
    "expelledCount": "expelled",
}


class Document:
    """The tables of the wire format, by the number of their section."""

    def __init__(self, text):
        self.tables = {}
        self.types = {}
        section = None
        for line in text.splitlines():
            heading = re.match(r"#+ ([\d.]+) (.*)", line)
            if heading:
                section = heading.group(1).rstrip(".")
                self.tables[section] = []
                message = re.match(r"(\w+) \((\d+)\)$", heading.group(2))
                if message:
                    self.types[message.group(1)] = (int(message.group(2)), section)
            row = re.match(r"\| (\d*) ?\| (\w+) +\| ([^|]+?) \|", line)
            if row and section:
                offset, name, kind = row.groups()
                self.tables[section].append((int(offset) if offset else None, name, kind))

    def encode(self, section, fields):
        """Encodes one table; every field must be given, except reserved ones, which are 0 then, and counts of lists."""
        fields = dict(fields)
        out = b""
        for offset, name, kind in self.tables[section]:
            if kind not in INTEGERS and kind not in LISTS and "bytes" not in kind and "×" not in kind:
                continue
            assert offset is None or offset == len(out), (section, name, offset, len(out))
            if name in COUNTS and name not in fields:
                value = len(fields[COUNTS[name]])
            elif name == "reserved":
                value = fields.pop(name, 0)
            else:
                value = fields.pop(name)
            out += self.encode_field(kind, value)
        assert not fields, (section, fields)
        return out

    @staticmethod
    def encode_field(kind, value):
        if kind in INTEGERS:
            return int(value).to_bytes(INTEGERS[kind], "big")
        if kind == "3 × u8":
            return int(value).to_bytes(3, "big")
        if kind in ("16 bytes", "32 bytes"):
            return bytes.fromhex(value)
        return b"".join(encode_entry(LISTS[kind], entry) for entry in value)


def encode_entry(layout, entry):
    if layout[0][0] == "":
        return int(entry).to_bytes(layout[0][1], "big")
    parts = []
    for name, size in layout:
        parts.append(bytes.fromhex(entry[name]) if name in ("digest", "wrap") else int(entry[name]).to_bytes(size, "big"))
    return b"".join(parts)


DOC = Document(DOCUMENT.read_text())
OUTER = {"flags": 0, "spi": 0x0A0B0C01, "origin": 0x00000101, "incarnation": "1788220800000", "counter": "77"}
KEYS = {"data": (1, 0), "region": (2, 0), "interiorRegion": (3, 0)}
KEYS |= {"staleUp": (6, 1), "staleDown": (6, 2)}
KEYS |= {"leafUp": (4, 1), "interiorUp": (5, 1), "leafDown": (4, 2), "interiorDown": (5, 2)}


def datagram(name, type_name, key, body, inner=None, **outer):
    """One vector: a datagram with everything that it was made of."""
    code, section = DOC.types[type_name]
    key_class, direction = KEYS[key]
    header = OUTER | outer
    encoded_body = DOC.encode(section, body)
    encoded_outer = DOC.encode(
        "2.1",
        {
            "version": 1,
            "type": code,
            "flags": header["flags"],
            "class": key_class << 4 | direction,
            "outerLength": 32 + len(encoded_body),
            "spi": header["spi"],
            "origin": header["origin"],
            "incarnation": header["incarnation"],
            "counter": header["counter"],
        },
    )
    encoded_inner = encode_inner(inner) if inner else b""
    vector = {"name": name, "outer": header | {"class": key_class, "direction": direction}, "body": body}
    if inner:
        vector["inner"] = inner
    vector["icv"] = ICV.hex()
    vector["hex"] = (encoded_outer + encoded_body + encoded_inner + ICV).hex()
    return vector


def encode_inner(inner):
    content = bytes.fromhex(inner["content"])
    header = {k: v for k, v in inner.items() if k not in ("content", "tag", "authenticator")}
    tail = bytes.fromhex(inner["tag"]) + bytes.fromhex(inner["authenticator"])
    encoded = DOC.encode("3.1", {"version": 1, "contentLength": len(content)} | header)
    return encoded + content + tail


def inner_of(stream, sequence, content, suite=1, authenticator=b""):
    return {
        "suite": suite,
        "stream": stream,
        "type": stream + 1,
        "contentSpi": 0x0A0B0C41 if suite else 0,
        "source": 0x00000101,
        "incarnation": "1788220800000",
        "sequence": str(sequence),
        "authType": 1 if authenticator else 0,
        "authLength": len(authenticator) // 4,
        "content": content.hex(),
        "tag": bytes(range(0xE0, 0xF0)).hex() if suite else "",
        "authenticator": authenticator.hex(),
    }


def rekey_inner(layer, rekey, part, kind, content, authenticator):
    """The INNER that an authority makes for a part of a rekey."""
    return inner_of(layer + 1, rekey << 20 | part, content, 0, authenticator) | {
        "type": kind, "source": 0xFFFFFFF0 + layer - 1, "incarnation": "0", "authType": 1 if kind == 3 else 2}


def rekey_header(layer=1, expelled=(), **changes):
    fields = {"layer": layer, "reason": 3 if expelled else 1, "chunkCount": 7, "gid": "1311768467463790320", "epochFrom": "6"}
    fields |= {"epochTo": "7", "spi": 0x0A0B0C07, "nextSpi": 0x0A0B0C08, "issuedAt": "1788220800000", "notBefore": 200}
    fields |= {"hard": 2000, "overlap": 5000, "expireAt": "1788307200000", "previousHash": "11" * 32, "tokenHash": "22" * 32}
    fields |= {"chunkRoot": "33" * 32, "expelled": list(expelled)}
    return rekey_inner(layer, 9, 0, 3, DOC.encode("3.5", fields | changes), bytes(range(64)))


def rekey_chunk(layer=1, part=3, hashes=3, entries=bytes(range(44)), **changes):
    fields = {"slice": 0x11, "parentRegion": 0, "index": 0, "count": 2} | changes
    return rekey_inner(layer, 9, part, 4, DOC.encode("3.6", fields) + entries, bytes(range(32)) * hashes)


def frame(flags, message, total=None):
    encoded = bytes([flags, 0]) + len(message).to_bytes(2, "big")
    return encoded + (b"" if total is None else total.to_bytes(4, "big")) + message


def close(reason, last_sequence, kind=1, reserved=0):
    record = {"kind": kind, "reason": reason, "reserved": reserved, "lastSequence": last_sequence}
    return DOC.encode("3.4", record)


LARGEST = 2**63 - 1
WHOLE, BEGIN, END, MIDDLE = 3, 1, 2, 0
HELLO = frame(WHOLE, b"hello")
CIPHERTEXT = bytes((7 * i + 3) & 0xFF for i in range(24))


def heartbeat(**changes):
    fields = {"level": 1, "timestamp": 123456789, "highestSequence": "5000", "highestReleased": "4000"}
    fields |= {"lowestRepairable": "3900", "closeSequence": "0", "childCount": 12, "regionRtt": 1500, "regionCounter": "0"}
    fields |= {"sourceCounter": "0", "transportRekey": "9", "contentRekey": "4"}
    fields |= {"contentEpoch": "7", "contentFirst": "4100", "contentFirstOfPrevious": "3950", "ancestors": [], "probed": []}
    return fields | changes


def track(**changes):
    fields = {"cumAck": "4990", "subtreeCumAck": "4980", "highestAllowed": "9000", "subtreeConfirmed": "4900"}
    fields |= {"controlCumAck": "2", "receiverCount": 40, "completeCount": 3, "failureCount": 1, "slowest": 0x203}
    fields |= {"lateReceiverCount": 5, "lateCount": 2}
    fields |= {"worstLoss": 655, "heartbeatEcho": 0, "heartbeatDally": 0, "senderEcho": 0, "transportEpoch": "6"}
    fields |= {"contentEpoch": "9", "tooSlow": "0", "allowedRate": "0", "limiter": 0, "limiterRtt": 0, "lossInterval": 0}
    return fields | {"bitmap": [], "failures": []} | changes


def nack(**changes):
    fields = {"stream": 0, "ranges": [{"first": "17", "count": 3}, {"first": "21", "count": 1}], "bad": []} | bitmap(0, [])
    return fields | changes


def bad(sequence):
    return {"sequence": str(sequence), "digest": bytes((sequence + i) & 0xFF for i in range(32)).hex()}


def ranges(count):
    return [{"first": str(5000 * i + 1), "count": i + 1 if i < 8 else 9} for i in range(count)]


def bitmap(base, words):
    return {"bitmapBase": str(base), "bitmap": [str(word) for word in words]}


def suppress(**changes):
    return {"stream": 0, "ranges": ranges(1)} | bitmap(0, []) | changes


def bind_request(**changes):
    fields = {"incarnationTail": "11400714819323198485", "bindSequence": 3, "role": 2, "level": 128, "receiverCount": 1}
    return fields | {"homeRegion": 0x11, "neededSequence": "4991", "transportEpoch": "6"} | changes


def bind_confirm(**changes):
    fields = {"incarnationTail": "9600629759793949339", "bindSequence": 3, "level": 1, "childIndex": 7}
    fields |= {"trackInterval": 20000, "heartbeatInterval": 50000, "sourceId": 0x101}
    fields |= {"sourceIncarnation": "000001a05a9b7c009e3779b97f4a7c15", "lowestRepairable": "3900"}
    return fields | {"highestSequence": "5000", "highestReleased": "4000", "regionCounter": "70001", "sourceCounter": "123456",
                     "mode": 1, "lateJoin": 1, "delivery": 0x21, "congestionControl": 0, "hold": 0, "senderRtt": 0, "contentEpoch": "7",
                     "contentFirst": "4100", "contentFirstOfPrevious": "3950", "ancestors": [0x101], "regionKeys": []} | changes


def region_keys(*epochs):
    """For bind_confirm: as many patterns in place of wrapped keys."""
    return [{"epoch": str(e), "wrap": bytes((3 * e + i) % 256 for i in range(40)).hex()} for e in epochs]


def bind_reject(**changes):
    fields = {"incarnationTail": "9600629759793949339", "bindSequence": 3, "reason": 2, "alternates": []}
    return fields | changes


def advertise(**changes):
    fields = {"incarnationTail": "9600629759793949339", "region": 0x11, "unicastPort": 40201, "level": 1,
              "receiverSlots": 20, "repairHeadSlots": 36, "asker": 0, "token": 0, "dally": 0}
    return fields | changes


def query(**changes):
    return {"incarnationTail": "9600629759793949339", "target": 0x103, "token": 0xCAFE0001} | changes


def rekey_request(**changes):
    return {"layer": 1, "wanted": 1, "echo": 0, "rekeySequence": "9", "entries": []} | changes


def entry(slice_id, first=0, count=0):
    return {"slice": slice_id, "first": first, "count": count}


def accepted():
    """Vectors that every implementation accepts, by type."""
    odata = {"highestReleased": "4000", "timestamp": 4294967295}
    null_data = {"highestSent": "5000", "highestReleased": "4000", "timestamp": 0, "contentSpi": 0x0A0B0C41}
    pending = {"incarnationTail": "9600629759793949339", "bindSequence": 3, "retryAfter": 250000}
    data = inner_of(0, 5000, CIPHERTEXT)
    return {
        "OData": [
            datagram("encrypted", "OData", "data", odata, data),
            datagram("in clear", "OData", "data", odata, inner_of(0, 1, HELLO, suite=0)),
            datagram("with authenticator", "OData", "data", odata, inner_of(0, 5000, CIPHERTEXT, 1, bytes(range(64)))),
            datagram("highest numbers", "OData", "data", odata | {"highestReleased": str(LARGEST)}, inner_of(0, LARGEST, b"\x01"),
                     spi=2**32 - 1, origin=2**32 - 1, incarnation=str(2**64 - 1), counter=str(LARGEST)),
        ],
        "RData": [
            datagram("on the data channel", "RData", "data", {}, data),
            datagram("in a region with leaves", "RData", "region", {}, data),
            datagram("in a region of repair heads", "RData", "interiorRegion", {}, data),
            datagram("to a repair head", "RData", "interiorDown", {}, data),
            datagram("of the control stream", "RData", "region", {}, inner_of(1, 1, close(0, 5000), suite=0)),
        ],
        "NullData": [
            datagram("without INNER", "NullData", "data", null_data),
            datagram("with a Close", "NullData", "data", null_data, inner_of(1, 1, close(0, 5000), suite=0)),
            datagram("before the first data", "NullData", "data", {"highestSent": "0", "highestReleased": "0", "timestamp": 1, "contentSpi": 0}),
        ],
        "Heartbeat": [
            datagram("of the sender", "Heartbeat", "interiorRegion", heartbeat(level=0)),
            datagram("with ancestors and probed children", "Heartbeat", "region",
                     heartbeat(ancestors=[0x102, 0x101], probed=[0x201, 0x202, 0x203])),
            datagram("closed, under a pair key", "Heartbeat", "interiorDown",
                     heartbeat(closeSequence="5000", regionCounter="70001", sourceCounter="123456"), flags=1),
            datagram("closed and empty", "Heartbeat", "leafDown",
                     heartbeat(highestSequence="0", highestReleased="0", lowestRepairable="1"), flags=1),
            datagram("zeros", "Heartbeat", "region", dict.fromkeys(heartbeat(), 0) | {"ancestors": [], "probed": []}),
            datagram("full lists", "Heartbeat", "region",
                     heartbeat(level=255, ancestors=list(range(1, 33)), probed=list(range(1000, 1230)))),
        ],
        "Track": [
            datagram("of a receiver", "Track", "leafUp", track()),
            datagram("of a repair head, with echoes and lists", "Track", "interiorUp",
                     track(heartbeatEcho=4000000000, heartbeatDally=1200, senderEcho=4294967290,
                           tooSlow="2", bitmap=[str(0x8000000000000001), "6"], failures=[0x204, 0x205]), flags=3),
            datagram("sender echo only", "Track", "interiorUp", track(senderEcho=1), flags=2),
            datagram("full lists", "Track", "interiorUp",
                     track(tooSlow=str(2**64 - 7), bitmap=[str(2**64 - 1 - i) for i in range(16)], failures=list(range(1, 65)))),
            datagram("zeros", "Track", "leafUp", dict.fromkeys(track(), 0) | {"bitmap": [], "failures": []}),
            datagram("zeros with echoes", "Track", "leafUp", dict.fromkeys(track(), 0) | {"bitmap": [], "failures": []}, flags=3),
            datagram("highest numbers", "Track", "interiorUp",
                     track(cumAck=str(LARGEST - 64), highestAllowed=str(LARGEST), receiverCount=2**31 - 1,
                           worstLoss=65535, slowest=2**32 - 1, bitmap=["1"])),
            datagram("a rate after loss", "Track", "interiorUp",
                     track(allowedRate="1250000", limiter=0x203, limiterRtt=52000, lossInterval=310)),
            datagram("a rate before any loss, highest numbers", "Track", "leafUp",
                     track(allowedRate=str(LARGEST), limiter=2**32 - 1, limiterRtt=2**31 - 1)),
        ],
        "Nack": [
            datagram("ranges", "Nack", "leafUp", nack()),
            datagram("bad INNER of the control stream", "Nack", "leafUp", nack(stream=1, ranges=[], bad=[bad(9)])),
            datagram("full lists", "Nack", "interiorUp",
                     nack(ranges=ranges(24), bad=[bad(i) for i in range(1, 9)], **bitmap(130000, [0xAAAA0001 + 2**63] * 64))),
            datagram("longest range", "Nack", "interiorUp", nack(ranges=[{"first": "1", "count": 2**32 - 1}])),
            datagram("highest range", "Nack", "interiorUp", nack(ranges=[{"first": str(LARGEST - 5), "count": 5}])),
            datagram("bitmap alone", "Nack", "leafUp", nack(ranges=[], **bitmap(1, [0x5555, 0x5, 0x11]))),
            datagram("bitmap between two bursts", "Nack", "leafUp",
                     nack(ranges=[{"first": "1", "count": 440}, {"first": "20000", "count": 440}],
                          **bitmap(10000, [0x9249249249249249, 0x2492492492492492]))),
        ],
        "NackSuppress": [
            datagram("one range", "NackSuppress", "region", suppress()),
            datagram("full lists", "NackSuppress", "interiorRegion",
                     suppress(stream=1, ranges=ranges(24), **bitmap(130000, [0x5555555555555555] * 64))),
            datagram("bitmap alone", "NackSuppress", "region", suppress(ranges=[], **bitmap(7, [0x1001]))),
        ],
        "BindRequest": [
            datagram("of a receiver", "BindRequest", "leafUp", bind_request()),
            datagram("of a repair head that moves", "BindRequest", "interiorUp",
                     bind_request(role=1, level=2, receiverCount=250, neededSequence="0"), flags=1),
            datagram("zeros", "BindRequest", "leafUp", dict.fromkeys(bind_request(), 0) | {"bindSequence": 1, "role": 1}),
            datagram("of another tenant", "BindRequest", "leafUp", bind_request(), flags=2),
            datagram("of another tenant, moving", "BindRequest", "interiorUp", bind_request(role=1), flags=3),
        ],
        "BindConfirm": [
            datagram("to a receiver", "BindConfirm", "leafDown", bind_confirm()),
            datagram("of the sender", "BindConfirm", "interiorDown", bind_confirm(level=0, ancestors=[])),
            datagram("zeros", "BindConfirm", "leafDown",
                     dict.fromkeys(bind_confirm(), 0) | {"bindSequence": 1, "sourceId": 1, "sourceIncarnation": "00" * 16, "mode": 1, "lateJoin": 1, "delivery": 0x11,
                                                            "ancestors": [], "regionKeys": []}),
            datagram("timely, late ones from now", "BindConfirm", "leafDown", bind_confirm(mode=2, lateJoin=2, hold=500000)),
            datagram("unordered, on receipt", "BindConfirm", "leafDown", bind_confirm(delivery=0x12)),
            datagram("unordered, by the application", "BindConfirm", "interiorDown", bind_confirm(delivery=0x32)),
            datagram("congestion control", "BindConfirm", "leafDown", bind_confirm(congestionControl=1, senderRtt=2**31 - 1)),
            datagram("nobody late", "BindConfirm", "interiorDown", bind_confirm(lateJoin=3)),
            datagram("full list", "BindConfirm", "interiorDown", bind_confirm(ancestors=list(range(1, 33)))),
            datagram("one key of a region", "BindConfirm", "leafDown", bind_confirm(regionKeys=region_keys(6)), flags=1),
            datagram("two keys of a region, full list", "BindConfirm", "interiorDown",
                     bind_confirm(ancestors=list(range(1, 33)), regionKeys=region_keys(6, 7)), flags=2),
        ],
        "BindReject": [
            datagram("loop", "BindReject", "interiorDown", bind_reject(reason=1)),
            datagram("no room, with alternates", "BindReject", "leafDown", bind_reject(alternates=[0x103, 0x104])),
            datagram("not a member", "BindReject", "leafDown", bind_reject(reason=3)),
            datagram("session over, full list", "BindReject", "leafDown", bind_reject(reason=4, alternates=list(range(1, 17)))),
            datagram("leaving, with an alternate", "BindReject", "interiorDown", bind_reject(reason=5, alternates=[0x103])),
            datagram("too late", "BindReject", "leafDown", bind_reject(reason=6)),
            datagram("too slow", "BindReject", "leafDown", bind_reject(reason=7)),
            datagram("reserved, with an alternate", "BindReject", "leafDown", bind_reject(reason=8, alternates=[0x103])),
        ],
        "BindPending": [
            datagram("retry", "BindPending", "leafDown", pending),
            datagram("retry at once", "BindPending", "interiorDown", pending | {"retryAfter": 0}),
        ],
        "UnbindRequest": [
            datagram(name, "UnbindRequest", key, {"reason": reason, "completeCount": 12 * (reason - 1), "failureCount": reason - 1, "lateCount": 5 * (reason - 1), "bindSequence": reason})
            for reason, (name, key) in enumerate(
                [("session done", "leafUp"), ("application", "leafUp"), ("too slow", "leafUp"), ("moving", "interiorUp")], 1)
        ] + [datagram("asks", "UnbindRequest", "interiorUp", {"reason": 1, "completeCount": 250, "failureCount": 3, "lateCount": 17, "bindSequence": 9}, flags=1)],
        "UnbindConfirm": [
            datagram("confirm", "UnbindConfirm", "leafDown", {}),
            datagram("asked", "UnbindConfirm", "interiorDown", {}, flags=1),
        ],
        "EjectRequest": [
            datagram("parent leaving", "EjectRequest", "region", {"reason": 1, "alternate": 0x103}),
            datagram("parent failed", "EjectRequest", "interiorRegion", {"reason": 2, "alternate": 0}),
            datagram("child too slow", "EjectRequest", "leafDown", {"reason": 3, "alternate": 0}),
            datagram("parent overloaded", "EjectRequest", "interiorDown", {"reason": 4, "alternate": 0x103}),
        ],
        "EjectConfirm": [datagram("confirm", "EjectConfirm", "interiorUp", {})],
        "Advertise": [
            datagram("connected", "Advertise", "data", advertise()),
            datagram("not connected", "Advertise", "data", advertise(level=128, receiverSlots=0, repairHeadSlots=0)),
            datagram("an answer", "Advertise", "data", advertise(asker=0x203, token=0xCAFE0001, dally=40), flags=1),
            datagram("an answer of zeros", "Advertise", "data", advertise(asker=1), flags=1),
        ],
        "Query": [
            datagram("to a repair head", "Query", "data", query()),
            datagram("of zeros", "Query", "data", query(incarnationTail="0", target=1, token=0)),
        ],
        "Rekey": [
            datagram("header", "Rekey", "region", {}, rekey_header()),
            datagram("header with expelled", "Rekey", "interiorRegion", {}, rekey_header(2, [0x201, 2**32 - 1])),
            datagram("header with most expelled", "Rekey", "leafDown", {}, rekey_header(1, range(1, 129))),
            datagram("chunk", "Rekey", "interiorDown", {}, rekey_chunk()),
            datagram("the only chunk", "Rekey", "region", {}, rekey_chunk(hashes=0, part=1)),
            datagram("longest chunk, to a stale child", "Rekey", "staleDown", {},
                     rekey_chunk(2, 2**17, 17, bytes(564), index=65534, count=65535), spi=2**32 - 1),
            datagram("interior chunk", "Rekey", "interiorRegion", {}, rekey_chunk(slice=2**32 - 1, parentRegion=2**32 - 1)),
            datagram("header on the data channel", "Rekey", "data", {}, rekey_header(1, [0x201])),
        ],
        "RekeyRequest": [
            datagram("a header", "RekeyRequest", "leafUp", rekey_request()),
            datagram("chunks", "RekeyRequest", "leafUp", rekey_request(wanted=0, entries=[entry(0x11, 3, 2), entry(0x11, 7, 1)])),
            datagram("whole slices, and all below one", "RekeyRequest", "interiorUp",
                     rekey_request(wanted=1, layer=2, entries=[entry(0), entry(2**32 - 1), entry(0x11, 0, 0xFFFF)])),
            datagram("all that came later, of a stale child", "RekeyRequest", "staleUp",
                     rekey_request(wanted=3, rekeySequence=str(2**42 - 1), entries=[entry(0)]), spi=2**32 - 1),
            datagram("under a key of no epoch, after an answer", "RekeyRequest", "staleUp",
                     rekey_request(echo=0x87654321, entries=[entry(0)]), spi=2**32 - 1),
            datagram("full list", "RekeyRequest", "interiorUp",
                     rekey_request(wanted=2, entries=[entry(i, i, 0xFFFF - i) for i in range(1, 65)])),
        ],
    }


def patched(vector, at, value):
    """The hexadecimal datagram with the bytes at one place replaced."""
    raw = bytearray.fromhex(vector["hex"])
    raw[at : at + len(value)] = value
    return raw.hex()


def resized_outer(vector, delta):
    """The datagram with bytes added to, or taken from, the end of OUTER, and outerLength changed to match."""
    raw = bytes.fromhex(vector["hex"])
    length = int.from_bytes(raw[4:6], "big")
    outer = raw[:length] + bytes(delta) if delta > 0 else raw[: length + delta]
    return (outer[:4] + len(outer).to_bytes(2, "big") + outer[6:] + raw[length:]).hex()


def shape_faults(good):
    """Datagrams that rules 1 to 11 drop, as (name, reason, hex)."""
    odata, clear = good["OData"][0], good["OData"][1]
    null_data, control = good["NullData"][0], good["NullData"][1]
    confirm, beat, track_ = good["UnbindConfirm"][0], good["Heartbeat"][0], good["Track"][0]
    inner = 44
    malformed = "MALFORMED"
    yield "empty", "TOO_SHORT", ""
    yield "one byte less than header and ICV", "TOO_SHORT", confirm["hex"][:94]
    yield "longer than the datagram size", "TOO_LONG", odata["hex"] + "00" * 1400
    yield "version 0", "BAD_VERSION", patched(odata, 0, b"\x00")
    yield "version 2", "BAD_VERSION", patched(odata, 0, b"\x02")
    yield "type 0", "UNKNOWN_TYPE", patched(odata, 1, b"\x00")
    yield "type 20", "UNKNOWN_TYPE", patched(odata, 1, b"\x14")
    yield "type 255", "UNKNOWN_TYPE", patched(odata, 1, b"\xff")
    yield "outerLength beyond the datagram", "TOO_SHORT", patched(confirm, 4, b"\x00\x21")
    yield "outerLength 65535", "TOO_SHORT", patched(odata, 4, b"\xff\xff")
    yield "outerLength 0", malformed, patched(odata, 4, b"\x00\x00")
    yield "outerLength shorter than the common header", malformed, patched(odata, 4, b"\x00\x1f")
    yield "OData without body", malformed, patched(odata, 4, b"\x00\x20")
    yield "OData with a longer body", malformed, resized_outer(odata, 1)
    yield "NullData with a shorter body", malformed, resized_outer(null_data, -1)
    yield "RData with a body", malformed, resized_outer(good["RData"][0], 4)
    yield "UnbindConfirm with a body", malformed, resized_outer(confirm, 4)
    yield "Heartbeat shorter than its fixed part", malformed, resized_outer(beat, -1)
    yield "Heartbeat longer than its longest lists", malformed, resized_outer(good["Heartbeat"][5], 4)
    yield "BindRequest with a longer body", malformed, resized_outer(good["BindRequest"][0], 4)
    yield "undefined flag of OData", malformed, patched(odata, 2, b"\x01")
    yield "undefined flag of Heartbeat", malformed, patched(beat, 2, b"\x02")
    yield "undefined flag of Track", malformed, patched(track_, 2, b"\x04")
    yield "undefined flag of BindRequest", malformed, patched(good["BindRequest"][0], 2, b"\x80")
    yield "reserved of the common header", malformed, patched(odata, 7, b"\x01")
    yield "undefined flag of UnbindRequest", malformed, patched(good["UnbindRequest"][0], 2, b"\x02")
    yield "undefined flag of UnbindConfirm", malformed, patched(confirm, 2, b"\x02")
    yield "SPI 0", malformed, patched(odata, 8, bytes(4))
    yield "origin 0", malformed, patched(odata, 12, bytes(4))
    yield "counter 0", malformed, patched(odata, 24, bytes(8))
    yield "counter 2^63", malformed, patched(odata, 24, b"\x80" + bytes(7))
    yield "highestReleased of OData 2^63", malformed, patched(odata, 32, b"\x80")
    yield "highestSent of NullData 2^63", malformed, patched(null_data, 32, b"\x80")
    yield "highestReleased of NullData 2^63", malformed, patched(null_data, 40, b"\x80")
    for name, value in [("0", 0x00), ("6", 0x60), ("15", 0xF0)]:
        yield f"class {name}", "WRONG_KEY_CLASS", patched(odata, 3, bytes([value]))
    yield "direction 3", "WRONG_KEY_CLASS", patched(odata, 3, b"\x13")
    yield "OData under a region key", "WRONG_KEY_CLASS", patched(odata, 3, b"\x20")
    yield "RData to a receiver under its pair key", "WRONG_KEY_CLASS", patched(good["RData"][0], 3, b"\x42")
    yield "Track from parent to child", "WRONG_KEY_CLASS", patched(track_, 3, b"\x42")
    yield "Track under the data key", "WRONG_KEY_CLASS", patched(track_, 3, b"\x10")
    yield "Heartbeat from child to parent", "WRONG_KEY_CLASS", patched(beat, 3, b"\x41")
    yield "Track with INNER", malformed, track_["hex"][:-32] + encode_inner(odata["inner"]).hex() + ICV.hex()
    yield "Track with one byte too many", malformed, track_["hex"] + "00"
    yield "OData without INNER", "TOO_SHORT", odata["hex"][: 2 * inner] + ICV.hex()
    yield "INNER shorter than its header", "TOO_SHORT", odata["hex"][: 2 * (inner + 31)] + ICV.hex()
    yield "NullData with one byte of INNER", "TOO_SHORT", null_data["hex"] + "00"
    yield "INNER one byte shorter than it says", "TOO_SHORT", odata["hex"][:-2]
    yield "INNER one byte longer than it says", malformed, odata["hex"] + "00"
    yield "contentLength too long", "TOO_SHORT", patched(odata, inner + 28, b"\xff\xff")
    yield "version 0 of INNER", malformed, patched(odata, inner, b"\x00")
    yield "version 2 of INNER", malformed, patched(odata, inner, b"\x02")
    yield "suite 2", malformed, patched(odata, inner + 1, b"\x02")
    yield "suite 1 with content SPI 0", malformed, patched(odata, inner + 4, bytes(4))
    yield "suite 0 with a content SPI", malformed, patched(clear, inner + 4, b"\x01\x02\x03\x04")
    yield "stream 2 in OData", malformed, patched(odata, inner + 2, b"\x02")
    yield "stream 4", malformed, patched(odata, inner + 2, b"\x04")
    header, chunk = good["Rekey"][1], good["Rekey"][3]
    yield "Rekey without INNER", "TOO_SHORT", header["hex"][:64] + ICV.hex()
    yield "Rekey of the control stream", malformed, header["hex"][:64] + encode_inner(good["RData"][4]["inner"]).hex() + ICV.hex()
    yield "RData with a rekey", malformed, patched(header, 1, b"\x02")
    yield "Rekey of another source", malformed, patched(header, 32 + 11, b"\xf0")
    yield "Rekey with an incarnation", malformed, patched(header, 32 + 19, b"\x01")
    yield "Rekey 0", malformed, patched(header, 32 + 20, bytes(8))
    yield "Rekey on the stream of the other layer", malformed, patched(chunk, 32 + 2, b"\x03")
    yield "Rekey header of the other layer", malformed, patched(header, 64, b"\x01")
    yield "Rekey header that is no header", malformed, patched(header, 32 + 3, b"\x04")
    yield "Rekey header with a path", malformed, patched(header, 32 + 30, b"\x02")
    yield "Rekey header: reason 5", malformed, patched(header, 65, b"\x05")
    yield "Rekey header: one expelled more than there is", malformed, patched(header, 67, b"\x03")
    yield "Rekey header: no chunk", malformed, patched(header, 68, bytes(4))
    yield "Rekey header: more chunks than the longest path reaches", malformed, patched(header, 68, b"\x00\x02\x00\x01")
    yield "Rekey header: an epoch left out", malformed, patched(header, 64 + 31, b"\x08")
    yield "Rekey header: SPI 0", malformed, patched(header, 64 + 32, bytes(4))
    yield "Rekey header: reserved", malformed, patched(header, 64 + 63, b"\x01")
    yield "Rekey header: hard before not-before", malformed, patched(header, 64 + 52, bytes(4))
    yield "Rekey header: expelled twice", malformed, patched(header, 64 + 168, b"\xff" * 4)
    yield "chunk with part 0", malformed, patched(chunk, 32 + 27, b"\x00")
    yield "chunk with a signature", malformed, patched(chunk, 32 + 30, b"\x01")
    yield "chunk: index as high as the count", malformed, patched(chunk, 64 + 9, b"\x02")
    yield "chunk: count 0", malformed, patched(chunk, 64 + 10, bytes(2))
    yield "chunk: interior in a region", malformed, patched(chunk, 64, b"\xff" * 4)
    yield "chunk of region 0 in another", malformed, patched(chunk, 64, bytes(4) + b"\x00\x00\x00\x01")
    yield "Rekey under class 6 from child to parent", "WRONG_KEY_CLASS", patched(good["Rekey"][5], 3, b"\x61")
    yield "RekeyRequest under class 6 from parent to child", "WRONG_KEY_CLASS", patched(good["RekeyRequest"][3], 3, b"\x62")
    yield "data stream with a control record", malformed, patched(odata, inner + 3, b"\x02")
    yield "type 0 of INNER", malformed, patched(odata, inner + 3, b"\x00")
    yield "OData of the control stream", malformed, patched(odata, inner + 2, b"\x01\x02")
    yield "NullData with the data stream", malformed, patched(control, 56 + 2, b"\x00\x01")
    yield "source 0", malformed, patched(odata, inner + 8, bytes(4))
    yield "sequence 0", malformed, patched(odata, inner + 20, bytes(8))
    yield "sequence 2^63", malformed, patched(odata, inner + 20, b"\x80" + bytes(7))
    yield "authenticator without a type", malformed, patched(good["OData"][2], inner + 30, b"\x00")
    yield "authenticator type without an authenticator", malformed, patched(odata, inner + 30, b"\x01")


def body_faults(good):
    """Datagrams that pass rules 1 to 11 and have a body that is not allowed, as (name, hex)."""

    def body(type_name, at, value, index=0):
        return patched(good[type_name][index], 32 + at, value)

    yield "Heartbeat: 33 ancestors", body("Heartbeat", 1, b"\x21")
    yield "Heartbeat: 231 probed", body("Heartbeat", 2, b"\x00\xe7")
    yield "Heartbeat: one ancestor more than there are", body("Heartbeat", 1, b"\x01")
    yield "Heartbeat: lists one id longer than they say", resized_outer(good["Heartbeat"][1], 4)
    yield "Heartbeat: lists one byte longer than they say", resized_outer(good["Heartbeat"][1], 1)
    yield "Heartbeat: reserved", body("Heartbeat", 43, b"\x01")
    yield "Heartbeat: closeSequence without CLOSED", body("Heartbeat", 39, b"\x01")
    yield "Heartbeat: closeSequence 2^63", body("Heartbeat", 32, b"\x80", 2)
    yield "Heartbeat: highestSequence 2^63", body("Heartbeat", 8, b"\x80")
    yield "Heartbeat: highestReleased 2^63", body("Heartbeat", 16, b"\x80")
    yield "Heartbeat: lowestRepairable 2^63", body("Heartbeat", 24, b"\x80")
    yield "Heartbeat: ancestor 0", body("Heartbeat", 104, bytes(4), 1)
    yield "Heartbeat: probed 0", body("Heartbeat", 112, bytes(4), 1)
    yield "Heartbeat: regionCounter 2^63", body("Heartbeat", 48, b"\x80")
    yield "Heartbeat: sourceCounter 2^63", body("Heartbeat", 56, b"\x80")
    # Counts over their limits, with all entries there and a length that some other message of the type could have.
    ids = list(range(1, 300))
    yield "Heartbeat: 33 ancestors, all there", datagram("", "Heartbeat", "region", heartbeat(ancestors=ids[:33]))["hex"]
    yield "Heartbeat: 231 probed, all there", datagram("", "Heartbeat", "region", heartbeat(probed=ids[:231]))["hex"]
    yield "Track: 17 bitmap words, all there", datagram("", "Track", "leafUp", track(bitmap=ids[:17]))["hex"]
    yield "Track: 65 failures, all there", datagram("", "Track", "leafUp", track(failures=ids[:65]))["hex"]
    yield "Nack: 25 ranges, all there", datagram("", "Nack", "leafUp", nack(ranges=ranges(25)))["hex"]
    yield "Nack: 65 words, all there", datagram("", "Nack", "leafUp", nack(ranges=[], **bitmap(1, [1] * 65)))["hex"]
    yield "Nack: 9 bad, all there", datagram("", "Nack", "leafUp", nack(bad=[bad(i) for i in range(1, 10)]))["hex"]
    yield "Heartbeat: regionRtt 2^31", body("Heartbeat", 44, b"\x80")
    yield "UnbindRequest: completeCount 2^31", body("UnbindRequest", 4, b"\x80")
    yield "UnbindRequest: failureCount 2^31", body("UnbindRequest", 8, b"\x80")
    yield "UnbindRequest: bindSequence 0", body("UnbindRequest", 16, bytes(4))
    yield "UnbindRequest: lateCount 2^31", body("UnbindRequest", 12, b"\x80")
    sequences = [(0, "cumAck"), (8, "subtreeCumAck"), (16, "highestAllowed"), (24, "subtreeConfirmed")]
    for at, name in sequences + [(32, "controlCumAck"), (72, "transportEpoch"), (80, "contentEpoch")]:
        yield f"Track: {name} 2^63", body("Track", at, b"\x80")
    for at, name in [(40, "receiverCount"), (44, "completeCount"), (48, "failureCount"), (88, "lateReceiverCount"), (92, "lateCount")]:
        yield f"Track: {name} 2^31", body("Track", at, b"\x80")
    rated = next(i for i, vector in enumerate(good["Track"]) if vector["name"] == "a rate after loss")
    yield "Track: 17 bitmap words", body("Track", 58, b"\x11")
    yield "Track: one bitmap word more than there is", body("Track", 58, b"\x01")
    yield "Track: 65 failures", body("Track", 59, b"\x41")
    yield "Track: lists one id longer than they say", resized_outer(good["Track"][1], 4)
    yield "Track: bitmap beyond 2^63", body("Track", 0, (LARGEST - 63).to_bytes(8, "big"), 6)
    yield "Track: heartbeatEcho without HEARTBEAT_ECHO", body("Track", 63, b"\x01")
    yield "Track: heartbeatDally without HEARTBEAT_ECHO", body("Track", 67, b"\x01")
    yield "Track: senderEcho without SENDER_ECHO", body("Track", 71, b"\x01")
    yield "Track: failure 0", body("Track", 124 + 16, bytes(4), 1)
    yield "Track: too slow beyond the list", body("Track", 103, b"\x04", 1)
    yield "Track: limiterRtt 2^31", body("Track", 116, b"\x80", rated)
    yield "Track: lossInterval 2^31", body("Track", 120, b"\x80", rated)
    yield "Track: allowedRate 2^63", body("Track", 104, b"\x80", rated)
    yield "Track: allowedRate without limiter", body("Track", 112, bytes(4), rated)
    yield "Track: limiter without allowedRate", body("Track", 115, b"\x01")
    yield "Track: limiterRtt without allowedRate", body("Track", 119, b"\x01")
    yield "Track: lossInterval without allowedRate", body("Track", 123, b"\x01")
    yield "NackSuppress: reserved", body("NackSuppress", 3, b"\x01")
    for kind, fields, key, words in [("Nack", nack, "leafUp", 3), ("NackSuppress", suppress, "region", 2)]:
        def with_bitmap(base, bits, **changes):
            return datagram("", kind, key, fields(**changes, **bitmap(base, bits)))["hex"]

        yield f"{kind}: one word that is not there", body(kind, words, b"\x01")
        yield f"{kind}: bitmapBase without a bitmap", body(kind, 11, b"\x01")
        yield f"{kind}: bitmapBase 0", with_bitmap(0, [1], ranges=[])
        yield f"{kind}: bitmap beyond 2^63", with_bitmap(LARGEST - 63, [1], ranges=[])
        yield f"{kind}: bitmapBase 2^63", with_bitmap(2**63, [1], ranges=[])
        yield f"{kind}: lowest bit 0", with_bitmap(100, [2], ranges=[])
        yield f"{kind}: last word 0", with_bitmap(100, [1, 0], ranges=[])
        yield f"{kind}: range in the bitmap", with_bitmap(100, [1, 1], ranges=[{"first": "150", "count": 1}])
        yield f"{kind}: range into the bitmap", with_bitmap(100, [1], ranges=[{"first": "90", "count": 11}])
        yield f"{kind}: range over the bitmap", with_bitmap(100, [1], ranges=[{"first": "90", "count": 100}])
        yield f"{kind}: range before the bitmap's end", with_bitmap(100, [1], ranges=[{"first": "163", "count": 9}])
        yield f"{kind}: stream 2", body(kind, 0, b"\x02")
        yield f"{kind}: 25 ranges", body(kind, 1, b"\x19")
        yield f"{kind}: 65 words", body(kind, words, b"\x41")
        yield f"{kind}: one range more than there is", body(kind, 1, b"\x03" if kind == "Nack" else b"\x02")
        yield f"{kind}: one byte longer than it says", resized_outer(good[kind][0], 1)
        yield f"{kind}: first 0", body(kind, 12, bytes(8))
        yield f"{kind}: count 0", body(kind, 20, bytes(4))
        yield f"{kind}: first 2^63", body(kind, 12, b"\x80")
        yield f"{kind}: range beyond 2^63", body(kind, 12, b"\x7f" + b"\xff" * 7)
    yield "Nack: touching ranges", body("Nack", 31, bytes([20]))
    yield "Nack: overlapping ranges", body("Nack", 31, bytes([19]))
    yield "Nack: the same range twice", body("Nack", 31, bytes([17]))
    yield "Nack: descending ranges", body("Nack", 31, bytes([5]))
    yield "Nack: neither ranges nor bitmap nor bad", (
        datagram("", "Nack", "leafUp", nack(ranges=[], bad=[]))["hex"])
    yield "Nack: 9 bad", body("Nack", 2, b"\x09")
    yield "Nack: bad sequence 0", body("Nack", 12, bytes(8), 1)
    yield "Nack: bad sequence 2^63", body("Nack", 12, b"\x80", 1)
    yield "NackSuppress: neither ranges nor bitmap", datagram("", "NackSuppress", "region", suppress(ranges=[]))["hex"]
    yield "Heartbeat: transportRekey 2^42", body("Heartbeat", 66, b"\x04")
    yield "Heartbeat: contentRekey 2^42", body("Heartbeat", 74, b"\x04")
    yield "Heartbeat: contentEpoch 2^63", body("Heartbeat", 80, b"\x80")
    yield "Heartbeat: contentFirst without an epoch", body("Heartbeat", 80, bytes(8))
    yield "Heartbeat: contentFirst below that of the epoch before", body("Heartbeat", 88, bytes(8))
    yield "Heartbeat: contentFirstOfPrevious 0", body("Heartbeat", 96, bytes(8))
    yield "RekeyRequest: layer 0", body("RekeyRequest", 0, b"\x00")
    yield "RekeyRequest: layer 3", body("RekeyRequest", 0, b"\x03")
    yield "RekeyRequest: one entry more than there is", body("RekeyRequest", 1, b"\x01")
    yield "RekeyRequest: one byte longer than it says", resized_outer(good["RekeyRequest"][0], 1)
    yield "RekeyRequest: unknown wish", body("RekeyRequest", 3, b"\x05")
    yield "RekeyRequest: nothing wanted", body("RekeyRequest", 3, b"\x00")
    yield "RekeyRequest: rekeySequence 0", body("RekeyRequest", 8, bytes(8))
    yield "RekeyRequest: rekeySequence 2^42", body("RekeyRequest", 10, b"\x04")
    yield "RekeyRequest: a whole slice from its second chunk on", body("RekeyRequest", 21, b"\x01", 2)
    yield "RekeyRequest: chunks beyond the highest", body("RekeyRequest", 20, b"\xff\xfe", 1)
    yield "BindRequest: bindSequence 0", body("BindRequest", 8, bytes(4))
    yield "BindRequest: bindSequence 2^31", body("BindRequest", 8, b"\x80")
    yield "BindRequest: role 0", body("BindRequest", 12, b"\x00")
    yield "BindRequest: role 3", body("BindRequest", 12, b"\x03")
    yield "BindRequest: reserved", body("BindRequest", 15, b"\x01")
    yield "BindRequest: receiverCount 2^31", body("BindRequest", 16, b"\x80")
    yield "BindRequest: neededSequence 2^63", body("BindRequest", 24, b"\x80")
    yield "BindRequest: transportEpoch 2^63", body("BindRequest", 32, b"\x80")
    yield "BindConfirm: bindSequence 0", body("BindConfirm", 8, bytes(4))
    yield "BindConfirm: 33 ancestors", body("BindConfirm", 13, b"\x21")
    yield "BindConfirm: one ancestor more than there is", body("BindConfirm", 13, b"\x02")
    yield "BindConfirm: ancestor 0", body("BindConfirm", 120, bytes(4))
    yield "BindConfirm: mode 0", body("BindConfirm", 84, b"\x00")
    yield "BindConfirm: mode 3", body("BindConfirm", 84, b"\x03")
    yield "BindConfirm: lateJoin 0", body("BindConfirm", 85, b"\x00")
    yield "BindConfirm: lateJoin 4", body("BindConfirm", 85, b"\x04")
    yield "BindConfirm: order 0", body("BindConfirm", 86, b"\x20")
    yield "BindConfirm: order 3", body("BindConfirm", 86, b"\x23")
    yield "BindConfirm: confirm 0", body("BindConfirm", 86, b"\x01")
    yield "BindConfirm: confirm 4", body("BindConfirm", 86, b"\x41")
    yield "BindConfirm: congestionControl 2", body("BindConfirm", 87, b"\x02")
    yield "BindConfirm: senderRtt 2^31", body("BindConfirm", 92, b"\x80")
    yield "BindConfirm: hold in a reliable session", body("BindConfirm", 91, b"\x01")
    yield "BindConfirm: timely without hold", body("BindConfirm", 84, b"\x02")
    yield "BindConfirm: hold 2^31", body("BindConfirm", 84, b"\x02\x01\x21\x00\x80")
    yield "BindConfirm: regionCounter 2^63", body("BindConfirm", 68, b"\x80")
    yield "BindConfirm: sourceCounter 2^63", body("BindConfirm", 76, b"\x80")
    yield "BindConfirm: trackInterval 2^31", body("BindConfirm", 16, b"\x80")
    yield "BindConfirm: heartbeatInterval 2^31", body("BindConfirm", 20, b"\x80")
    yield "BindConfirm: a key of a region that is not there", patched(good["BindConfirm"][0], 2, b"\x01")
    yield "BindConfirm: three keys of a region", patched(good["BindConfirm"][10], 2, b"\x03")
    yield "BindConfirm: one key of a region less than there is", patched(good["BindConfirm"][10], 2, b"\x01")
    yield "BindConfirm: key of a region in epoch 0", patched(good["BindConfirm"][9], 32 + 124, bytes(8))
    yield "BindConfirm: keys of a region in the same epoch", patched(good["BindConfirm"][10], 32 + 248 + 48, (6).to_bytes(8, "big"))
    yield "BindConfirm: sourceId 0", body("BindConfirm", 24, bytes(4))
    yield "BindConfirm: lowestRepairable 2^63", body("BindConfirm", 44, b"\x80")
    yield "BindConfirm: highestSequence 2^63", body("BindConfirm", 52, b"\x80")
    yield "BindConfirm: highestReleased 2^63", body("BindConfirm", 60, b"\x80")
    yield "BindReject: bindSequence 0", body("BindReject", 8, bytes(4))
    yield "BindReject: reason 0", body("BindReject", 12, b"\x00")
    yield "BindReject: reason 9", body("BindReject", 12, b"\x09")
    yield "BindReject: reserved", body("BindReject", 14, b"\x01")
    yield "BindReject: 17 alternates", body("BindReject", 13, b"\x11")
    yield "BindReject: one alternate less than there are", body("BindReject", 13, b"\x01", 1)
    yield "BindReject: alternate 0", body("BindReject", 16, bytes(4), 1)
    yield "BindPending: bindSequence 0", body("BindPending", 8, bytes(4))
    yield "BindPending: retryAfter 2^31", body("BindPending", 12, b"\x80")
    for kind in ("UnbindRequest", "EjectRequest"):
        yield f"{kind}: reason 0", body(kind, 0, b"\x00")
        yield f"{kind}: reason 5", body(kind, 0, b"\x05")
        for at in (1, 2, 3):
            yield f"{kind}: reserved byte {at}", body(kind, at, b"\x01")
    yield "Advertise: reserved", body("Advertise", 15, b"\x01")
    yield "Advertise: asker without ANSWER", body("Advertise", 23, b"\x01")
    yield "Advertise: token without ANSWER", body("Advertise", 27, b"\x01")
    yield "Advertise: dally without ANSWER", body("Advertise", 31, b"\x01")
    yield "Advertise: an answer to nobody", body("Advertise", 20, bytes(4), 2)
    yield "Query: target 0", body("Query", 8, bytes(4))
    for at in (16, 23, 24, 31):
        yield f"Query: reserved byte {at}", body("Query", at, b"\x01")


def malformed(good):
    """All datagrams that are dropped; each passes under the reason it is listed with and no earlier one."""
    shape = [
        {"name": name, "foundIn": "shape", "fault": fault, "hex": raw} for name, fault, raw in shape_faults(good)
    ]
    body = [{"name": name, "foundIn": "body", "fault": "MALFORMED", "hex": raw} for name, raw in body_faults(good)]
    return shape + body


def took(content, *messages):
    return {"hex": content.hex(), "messages": [message.hex() for message in messages]}


def refused(content):
    return {"hex": content.hex(), "fault": "BAD_CONTENT"}


def frames():
    """Contents in the order of their sequences, and what a receiver delivers; {"gap": true} where some are missing."""
    parts = [frame(BEGIN, b"abc", 8), frame(MIDDLE, b"de"), frame(END, b"fgh")]
    after_bad = [took(parts[1]), took(parts[2] + HELLO, b"hello")]
    too_long = 16 * 1024 * 1024 + 1
    single = {
        "empty": b"",
        "header cut short": HELLO[:3],
        "message cut short": HELLO[:-1],
        "byte behind the last frame": HELLO + b"\x01",
        "undefined flag": bytes([7]) + HELLO[1:],
        "reserved": HELLO[:1] + b"\x01" + HELLO[2:],
        "totalLength cut short": frame(BEGIN, b"", 8)[:-1],
        "first frame empty": frame(BEGIN, b"", 8),
        "first frame as long as the message": frame(BEGIN, b"abc", 3),
        "first frame longer than the message": frame(BEGIN, b"abc", 2),
        "message longer than 16 MiB": frame(BEGIN, b"abc", too_long),
        "totalLength 2^32 - 1": frame(BEGIN, b"abc", 2**32 - 1),
        "second frame of a message inside another": parts[0] + HELLO,
        "message begins inside another": parts[0] + parts[0],
        "middle frame without a beginning": HELLO + parts[1],
        "last frame without a beginning": HELLO + parts[2],
        "middle frame empty": parts[0] + frame(MIDDLE, b"") + parts[1] + parts[2],
        "last frame empty": parts[0] + parts[1] + frame(END, b""),
        "middle frame completes the message": parts[0] + parts[1] + frame(MIDDLE, b"fgh"),
        "last frame too early": parts[0] + frame(END, b"de"),
        "last frame too long": parts[0] + parts[1] + frame(END, b"fghi"),
        "good message before a bad frame": HELLO + HELLO[:-1],
        "padding longer than 8": HELLO + bytes(9),
        "padding not 0": HELLO + b"\0\0\1",
        "padding alone": bytes(8),
        "padding behind a part": parts[0] + bytes(3),
        "frame behind padding": HELLO + bytes(4) + HELLO,
    }
    streams = [
        {"name": "one message", "contents": [took(HELLO, b"hello")]},
        {"name": "empty message", "contents": [took(frame(WHOLE, b""), b"")]},
        {"name": "several messages", "contents": [took(HELLO + frame(WHOLE, b"") + HELLO, b"hello", b"", b"hello")]},
        {"name": "padding", "contents": [took(HELLO + bytes(8), b"hello"), took(parts[0]), took(parts[1]), took(parts[2] + b"\0", b"abcdefgh")]},
        {"name": "message of zeros before padding", "contents": [took(frame(WHOLE, bytes(9)) + bytes(4), bytes(9))]},
        {"name": "over three contents", "contents": [took(parts[0]), took(parts[1]), took(parts[2], b"abcdefgh")]},
        {"name": "in one content", "contents": [took(b"".join(parts), b"abcdefgh")]},
        {"name": "between others", "contents": [took(HELLO + parts[0], b"hello"), took(parts[1] + parts[2] + HELLO, b"abcdefgh", b"hello")]},
        {"name": "largest claim", "contents": [took(frame(BEGIN, b"abc", too_long - 1)), took(frame(MIDDLE, b"d"))]},
        {"name": "late join in a message", "contents": [took(parts[1]), took(parts[2] + HELLO, b"hello")]},
        {"name": "late join behind a message", "contents": [took(HELLO, b"hello")]},
        {"name": "gap in a message", "contents": [took(parts[0]), {"gap": True}, took(parts[2] + HELLO, b"hello")]},
        {"name": "gap over the end of a message", "contents": [took(parts[0]), {"gap": True}, took(HELLO, b"hello")]},
        {"name": "skipped message does not end", "contents": [took(HELLO, b"hello"), {"gap": True}, took(parts[1]), refused(HELLO)]},
    ]
    for name, content in single.items():
        streams.append({"name": name, "contents": [took(HELLO, b"hello"), refused(content)] + after_bad})
    return streams


def records():
    return [
        {"name": "complete", "fields": {"reason": 0, "lastSequence": "5000"}, "hex": close(0, 5000).hex()},
        {"name": "aborted", "fields": {"reason": 1, "lastSequence": str(LARGEST)}, "hex": close(1, LARGEST).hex()},
        {"name": "nothing sent", "fields": {"reason": 0, "lastSequence": "0"}, "hex": close(0, 0).hex()},
        {"name": "empty", "fault": "BAD_CONTENT", "hex": ""},
        {"name": "kind 0", "fault": "BAD_CONTENT", "hex": close(0, 5000, kind=0).hex()},
        {"name": "kind 2", "fault": "BAD_CONTENT", "hex": close(0, 5000, kind=2).hex()},
        {"name": "reason 2", "fault": "BAD_CONTENT", "hex": close(2, 5000).hex()},
        {"name": "reserved", "fault": "BAD_CONTENT", "hex": close(0, 5000, reserved=1).hex()},
        {"name": "lastSequence 2^63", "fault": "BAD_CONTENT", "hex": close(0, LARGEST + 1).hex()},
        {"name": "cut short", "fault": "BAD_CONTENT", "hex": close(0, 5000)[:-1].hex()},
        {"name": "too long", "fault": "BAD_CONTENT", "hex": close(0, 5000).hex() + "00"},
    ]


def write(name, content):
    (TARGET / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n")


def main():
    good = accepted()
    for name, vectors in good.items():
        file = re.sub(r"(?<=[a-z])([A-Z])", r"-\1", name).lower()
        write(file, {"type": DOC.types[name][0], "vectors": vectors})
    write("malformed", {"maxDatagramBytes": 1408, "vectors": malformed(good)})
    write("frames", {"streams": frames()})
    write("records", {"vectors": records()})
    write_stale_hops()


def extract(salt, key):
    """HKDF-Extract with SHA-256 (RFC 5869)."""
    return hmac.digest(salt, key, "sha256")


def expand(key, info):
    """HKDF-Expand with SHA-256 to 32 bytes, which is one block."""
    return hmac.digest(key, info + b"\x01", "sha256")


def stale_hop(keys, name, direction, counter, incarnation, type_name, body, inner=b""):
    """A datagram of class 6 under the keys of one parent and one child, with all that leads to its ICV."""
    gid = bytes.fromhex(keys["gid"])
    parent, child = (int(keys[end]).to_bytes(4, "big") for end in ("parent", "child"))
    region = 0xF0000007
    origin, destination = (child, parent) if direction == "UP" else (parent, child)
    key_class, code = KEYS["stale" + direction.capitalize()]
    source = int(incarnation).to_bytes(8, "big") + bytes(8)
    bind_key = expand(bytes.fromhex(keys["bindMaster"]), b"TK1 bind" + parent + child)
    root = extract(bytes(32), bind_key)
    info = b"TK1 hop" + bytes([key_class, code]) + gid + region.to_bytes(4, "big") + bytes(8)
    hop_key = expand(root, info + origin + source + destination + bytes(16))
    made = datagram(name, type_name, "stale" + direction.capitalize(), body, spi=0xFFFFFFFF,
                    origin=int.from_bytes(origin, "big"), incarnation=str(incarnation), counter=str(counter))
    outer = bytes.fromhex(made["hex"])[: -len(ICV)]
    digest = hashlib.sha256(inner).digest()
    icv = hmac.digest(hop_key, b"TK1 icv" + parent + child + outer + digest, "sha256")[:16]
    return {
        "name": name, "class": "STALE_PAIR", "direction": direction, "region": str(region),
        "origin": str(int.from_bytes(origin, "big")), "originIncarnation": source.hex(),
        "destination": str(int.from_bytes(destination, "big")), "destinationIncarnation": bytes(16).hex(),
        "channelId": (parent + child).hex(), "rootKey": root.hex(), "hopKey": hop_key.hex(), "outer": outer.hex(),
        "inner": inner.hex(), "innerDigest": digest.hex(), "icv": icv.hex(), "datagram": (outer + inner + icv).hex(),
    }


def stale_hops(keys):
    """What a child that has missed rekeys asks, and what it is answered."""
    asked = rekey_request(wanted=3, echo=0x11223344, rekeySequence="5", entries=[entry(0xF0000007)])
    yield stale_hop(keys, "RekeyRequest of a child that has missed rekeys", "UP", 3, 0x19A2B3C4D5F, "RekeyRequest", asked)
    yield stale_hop(keys, "Rekey to a child that has missed rekeys", "DOWN", 0x111223344, 0x19A2B3C4D60, "Rekey", {},
                    bytes(range(0x40, 0x88)))


def grant(keys, name, pair_class, region_class):
    """The key of a region, wrapped by its head for one child of another tenant."""
    gid, epoch = bytes.fromhex(keys["gid"]), bytes.fromhex(keys["epoch"])
    parent, child = (int(keys[end]).to_bytes(4, "big") for end in ("parent", "child"))
    region = (0xF0000007).to_bytes(4, "big")
    parent_run, child_run = bytes.fromhex("0000019a2b3c4d5efedcba9876543210"), bytes.fromhex("0000019a2b3c4d600123456789abcdef")
    bottom = {4: "groupAuthKey", 5: "interiorNodeKey", 2: "groupAuthKey", 3: "interiorNodeKey"}
    pair = extract(bytes.fromhex(keys[bottom[pair_class]]), bytes.fromhex(keys["bindKey"]))
    region_key = extract(bytes.fromhex(keys[bottom[region_class]]), bytes.fromhex(keys["regionSecret"]))
    kek = expand(pair, b"TK1 give" + gid + region + epoch + parent + parent_run + child + child_run)
    return {
        "name": name, "pairClass": pair_class, "regionClass": region_class, "region": str(int.from_bytes(region, "big")),
        "parentIncarnation": parent_run.hex(), "childIncarnation": child_run.hex(), "pairKey": pair.hex(),
        "regionKey": region_key.hex(), "wrappingKey": kek.hex(), "wrap": wrap(kek, region_key).hex(),
    }


def grants(keys):
    yield grant(keys, "to a receiver", 4, 2)
    yield grant(keys, "to a repair head in a region that has leaves", 5, 2)
    yield grant(keys, "to a repair head in a region without leaves", 5, 3)


def wrap(key, plain):
    """AES key wrap (RFC 3394)."""
    a, blocks = b"\xa6" * 8, [plain[i : i + 8] for i in range(0, len(plain), 8)]
    for j in range(6):
        for i, block in enumerate(blocks):
            made = aes(key, a + block)
            a = (int.from_bytes(made[:8], "big") ^ (len(blocks) * j + i + 1)).to_bytes(8, "big")
            blocks[i] = made[8:]
    return a + b"".join(blocks)


def doubled(x):
    """Twice an element of AES's field."""
    return (x << 1) ^ (0x11B if x & 0x80 else 0)


def product(x, y):
    return (product(doubled(x), y >> 1) ^ (x if y & 1 else 0)) if y else 0


def substitute(x):
    """AES's S-box."""
    inverse = next((y for y in range(256) if product(x, y) == 1), 0)
    return 0x63 ^ inverse ^ (rotated(inverse, 1) ^ rotated(inverse, 2) ^ rotated(inverse, 3) ^ rotated(inverse, 4))


def rotated(x, bits):
    return (x << bits | x >> 8 - bits) & 0xFF


S_BOX = bytes(substitute(x) for x in range(256))


def aes(key, block):
    """AES-256 of one block (FIPS 197)."""
    words = [key[i : i + 4] for i in range(0, 32, 4)]
    constant = 1
    for i in range(8, 60):
        word = words[i - 1]
        if i % 8 == 0:
            word = bytes(S_BOX[b] for b in word[1:] + word[:1])
            word = bytes([word[0] ^ constant]) + word[1:]
            constant = doubled(constant)
        elif i % 8 == 4:
            word = bytes(S_BOX[b] for b in word)
        words.append(xored(word, words[i - 8]))
    keys = [b"".join(words[i : i + 4]) for i in range(0, 60, 4)]
    state = xored(block, keys[0])
    for number in range(1, 15):
        state = bytes(S_BOX[state[(i + 4 * (i % 4)) % 16]] for i in range(16))
        if number < 14:
            state = b"".join(mixed(state[i : i + 4]) for i in range(0, 16, 4))
        state = xored(state, keys[number])
    return state


def mixed(column):
    return bytes(doubled(column[i]) ^ product(column[(i + 1) % 4], 3) ^ column[(i + 2) % 4] ^ column[(i + 3) % 4] for i in range(4))


def xored(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


def write_stale_hops():
    """Puts the vectors of class 6 in the place of those that are there, among those of the other classes, and keys that cross tenants behind them."""
    keys = json.loads(TRANSPORT_KEYS.read_text())
    keys["grants"] = list(grants(keys))
    made = {hop["name"]: hop for hop in stale_hops(keys)}
    keys["hops"] = [made.pop(hop["name"], hop) for hop in keys["hops"]] + list(made.values())
    TRANSPORT_KEYS.write_text(json.dumps(keys, indent=1) + "\n")


main()
