#!/usr/bin/env python3
"""Reads a captured TRACK session as one receiver could, from docs/wire-format.md and docs/bundles.md alone.

    track_reader.py CAPTURE.pcap TRANSPORT.BUNDLE CONTENT.BUNDLE

Verifies every packet that the receiver has keys for, opens the content, puts messages and files together and prints one line of
JSON: what was verified by type, what failed, what there were no keys for, and the files with their SHA-256. Exits with 1 when
anything failed. Needs Python 3 with the package cryptography.
"""

import base64
import collections
import hashlib
import hmac
import json
import struct
import sys

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

TYPES = {1: "OData", 2: "RData", 3: "NullData", 4: "Heartbeat", 5: "Track", 6: "Nack", 7: "NackSuppress", 8: "BindRequest",
         9: "BindConfirm", 10: "BindReject", 11: "BindPending", 12: "UnbindRequest", 13: "UnbindConfirm",
         14: "EjectRequest", 15: "EjectConfirm", 16: "Advertise", 17: "Query", 18: "Rekey",
         19: "RekeyRequest"}
DATA, REGION, INTERIOR_REGION, LEAF_PAIR, INTERIOR_PAIR = 1, 2, 3, 4, 5
MULTICAST, UP, DOWN = 0, 1, 2
# Messages whose body starts with the second half of the origin's incarnation.
TELLS_INCARNATION = {"BindRequest", "BindConfirm", "BindReject", "BindPending", "Advertise", "Query"}
ZERO_INCARNATION = bytes(16)


def extract(salt, ikm):
    return hmac.digest(salt, ikm, "sha256")


def expand(prk, info):
    return hmac.digest(prk, info + b"\x01", "sha256")


def datagrams(capture):
    """Source, destination and payload of the UDP datagrams in a pcap file with Ethernet or raw IPv4 frames."""
    magic = capture[:4]
    order = {b"\xd4\xc3\xb2\xa1": "<", b"\x4d\x3c\xb2\xa1": "<", b"\xa1\xb2\xc3\xd4": ">", b"\xa1\xb2\x3c\x4d": ">"}[magic]
    link_header = {1: 14, 101: 0, 113: 16}[struct.unpack_from(order + "I", capture, 20)[0]]
    at = 24
    while at < len(capture):
        captured = struct.unpack_from(order + "I", capture, at + 8)[0]
        packet = capture[at + 16 + link_header:at + 16 + captured]
        at += 16 + captured
        if packet[0] >> 4 == 4 and packet[9] == 17:
            udp = packet[4 * (packet[0] & 15):]
            yield packet[12:16] + udp[0:2], packet[16:20] + udp[2:4], udp[8:struct.unpack_from(">H", udp, 4)[0]]


def read_bundle(path, expected):
    with open(path, "rb") as file:
        data = file.read()
    body, found = data.rsplit(b',\n  "sha256": "', 1)
    if found != hashlib.sha256(body).hexdigest().encode() + b'"\n}\n':
        sys.exit(f"{path}: damaged")
    bundle = json.loads(data)
    if bundle["format"] != expected:
        sys.exit(f"{path}: not {expected}")
    return bundle


class Packet:
    """A datagram cut into its parts (§1, §2.1, §3.1)."""

    def __init__(self, sent_from, sent_to, data):
        self.sent_from, self.sent_to = sent_from, sent_to
        (version, number, self.flags, classes, outer_length, reserved, self.spi, self.origin, _,
         self.counter) = struct.unpack_from(">BBBBHHIIQQ", data)
        if version != 1 or reserved != 0 or number not in TYPES or not 32 <= outer_length <= len(data) - 16:
            raise ValueError("not a TRACK packet")
        self.type = TYPES[number]
        self.key_class, self.direction = classes >> 4, classes & 15
        self.run = data[16:24]
        self.outer, self.inner, self.icv = data[:outer_length], data[outer_length:-16], data[-16:]
        self.body = self.outer[32:]


class Inner:
    """An INNER cut into its parts (§3.1)."""

    def __init__(self, data):
        self.header = data[:32]
        (version, self.suite, self.stream, self.type, self.content_spi, self.source, _, self.sequence, length, _,
         auth_length) = struct.unpack(">BBBBIIQQHBB", self.header)
        self.run = data[12:20]
        tag = 16 if self.suite == 1 else 0
        if version != 1 or len(data) != 32 + length + tag + 4 * auth_length:
            raise ValueError("malformed INNER")
        self.sealed = data[32:32 + length + tag]


class Reader:
    def __init__(self, transport, content):
        self.gid = bytes.fromhex(transport["group"]["id"])
        self.me = transport["node"]["id"]
        self.source = transport["source"]
        self.group_keys = {int(e["spi"], 16): (e["epoch"], base64.b64decode(e["groupAuthKey"])) for e in transport["epochs"]}
        self.content_keys = {int(e["contentSpi"], 16): base64.b64decode(e["groupDataKey"]) for e in content["epochs"]}
        self.parents = {p["id"]: p for p in transport["parents"]}
        self.endpoints = set()  # where this receiver sends from
        self.runs = {}  # (node id, first half of the incarnation) -> all of it
        self.contents = {0: {}, 1: {}}  # stream -> sequence -> content
        self.inners = {}  # (stream, sequence) -> its bytes
        self.verified, self.failed, self.no_key = (collections.Counter() for _ in range(3))

    def learn(self, packets):
        """Incarnations and this receiver's endpoints. Unverified at first; what depends on a wrong one fails to verify."""
        for packet in packets:
            if packet.origin == self.me:
                self.endpoints.add(packet.sent_from)
            if packet.type in TELLS_INCARNATION:
                self.runs[packet.origin, packet.run] = packet.run + packet.body[:8]
        for packet in packets:
            if packet.type == "BindConfirm" and self.verifies(packet):
                source, run = struct.unpack_from(">I16s", packet.body, 24)
                self.runs[source, run[:8]] = run

    def read(self, packet):
        result = self.verifies(packet)
        if result is None:
            self.no_key[packet.type] += 1
        elif not result:
            self.failed[packet.type] += 1
        else:
            self.verified[packet.type] += 1
            if packet.inner:
                self.open(packet.inner)

    def verifies(self, packet):
        """True, False, or None when there is no key for this packet."""
        keys = self.hop_keys(packet)
        if not keys:
            return None
        digest = hashlib.sha256(packet.inner).digest()
        return any(hmac.compare_digest(packet.icv, hmac.digest(
            key, b"TK1 icv" + struct.pack(">Q", channel) + packet.outer + digest, "sha256")[:16]) for channel, key in keys)

    def hop_keys(self, packet):
        """Channel id and K_hop of the packet (§2.2, §4.2); several where it may be for several runs of a node."""
        if packet.spi not in self.group_keys or (packet.origin, packet.run) not in self.runs:
            return []
        epoch, group_key = self.group_keys[packet.spi]
        origin = struct.pack(">I", packet.origin) + self.runs[packet.origin, packet.run]

        def hop_key(prk, region, destination):
            return expand(prk, b"TK1 hop" + struct.pack(">BB", packet.key_class, packet.direction) + self.gid
                          + struct.pack(">IQ", region, epoch) + origin + destination)

        nobody = bytes(4) + ZERO_INCARNATION
        if packet.key_class == DATA:
            return [(0, hop_key(extract(group_key, bytes(32)), 0, nobody))]
        if packet.key_class == REGION and packet.origin in self.parents:
            parent = self.parents[packet.origin]
            prk = extract(group_key, base64.b64decode(parent["regionSecret"]))
            return [(parent["region"], hop_key(prk, parent["region"], nobody))]
        if packet.key_class == LEAF_PAIR:
            return [((parent["id"] << 32) | self.me,
                     hop_key(extract(group_key, base64.b64decode(parent["bindKey"])), parent["region"], destination))
                    for parent in self.parents.values() for destination in self.destinations(packet, parent["id"])]
        return []

    def destinations(self, packet, parent):
        """Whom a packet between this receiver and that parent may be for; only its address says which child it goes to."""
        if packet.direction == UP and packet.origin == self.me:
            runs = [ZERO_INCARNATION] if packet.type == "BindRequest" else self.runs_of(parent)
            return [struct.pack(">I", parent) + run for run in runs]
        if packet.direction == DOWN and packet.origin == parent and packet.sent_to in self.endpoints:
            return [struct.pack(">I", self.me) + run for run in self.runs_of(self.me)]
        return []

    def runs_of(self, node):
        return [run for (known, _), run in self.runs.items() if known == node]

    def open(self, data):
        """Opens an INNER (§3.2); what was opened before must be the same bytes."""
        inner = Inner(data)
        known = self.inners.setdefault((inner.stream, inner.sequence), data)
        if known != data:
            self.failed["INNER repeated with other bytes"] += 1
            return
        if inner.sequence in self.contents[inner.stream]:
            return
        if inner.suite != 1 or inner.content_spi not in self.content_keys or (inner.source, inner.run) not in self.runs:
            self.failed["INNER without a key"] += 1
            return
        key = expand(self.content_keys[inner.content_spi], b"TK1 data" + self.gid + struct.pack(">I", inner.source)
                     + self.runs[inner.source, inner.run] + struct.pack(">BQ", inner.stream, inner.sequence >> 26))
        try:
            self.contents[inner.stream][inner.sequence] = AESGCM(key).decrypt(
                bytes(4) + struct.pack(">Q", inner.sequence), inner.sealed, b"TK1 aad" + self.gid + inner.header)
        except InvalidTag:
            self.failed["tag"] += 1

    def messages(self):
        """Messages in order (§3.3); sequences must follow each other from 1."""
        message, total = None, 0
        for expected, (sequence, content) in enumerate(sorted(self.contents[0].items()), 1):
            if sequence != expected:
                self.failed[f"sequence {expected} is missing"] += 1
                return
            at = 0
            while at < len(content):
                flags, _, length = struct.unpack_from(">BBH", content, at)
                at += 4
                begin, end = flags & 1, flags & 2
                if begin:
                    message, total = b"", length
                    if not end:
                        total = struct.unpack_from(">I", content, at)[0]
                        at += 4
                message += content[at:at + length]
                at += length
                if end:
                    if len(message) != total:
                        self.failed["message length"] += 1
                    yield message

    def closed(self):
        """Reason and last sequence of the newest control record (§3.4), or None."""
        if not self.contents[1]:
            return None
        kind, reason, _, last = struct.unpack(">BBHQ", self.contents[1][max(self.contents[1])])
        return {"reason": reason, "lastSequence": last} if kind == 1 else None


def files(messages):
    """The files that messages carry (§7): name, size and SHA-256 as received, and whether the end record agrees."""
    name, content = None, b""
    for message in messages:
        if message[0] == 1:
            name, content = message[9:].decode(), b""
        elif message[0] == 2:
            content += message[1:]
        elif message[0] == 3:
            size, sha256 = struct.unpack_from(">Q32s", message, 1)
            found = hashlib.sha256(content)
            yield {"name": name, "bytes": len(content), "sha256": found.hexdigest(),
                   "complete": size == len(content) and sha256 == found.digest()}


def main(capture, transport_bundle, content_bundle):
    reader = Reader(read_bundle(transport_bundle, "track-transport-bundle-1"), read_bundle(content_bundle, "track-content-bundle-1"))
    with open(capture, "rb") as file:
        packets = [Packet(*datagram) for datagram in datagrams(file.read())]
    reader.learn(packets)
    for packet in packets:
        reader.read(packet)
    received = list(files(reader.messages()))
    ok = not reader.failed and bool(received) and all(file["complete"] for file in received)
    print(json.dumps({"ok": ok, "verified": reader.verified, "failed": reader.failed, "noKey": reader.no_key,
                      "sequences": len(reader.contents[0]), "closed": reader.closed(), "files": received}))
    return 0 if ok else 1


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
