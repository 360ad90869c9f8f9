"""No payload key is in a repair head: not in its heap, not in its memory, not in its files. The same search finds them in a receiver."""
import base64
import os
import pathlib

from deployment import REPAIR_HEAD, receiver_unit

JCMD = "jcmd"
CHUNK = 1 << 22


def forms(key):
    """How a key might be written: raw, its halves (an AES key schedule and many copies begin with them), hexadecimal, base64."""
    text = key.hex()
    return [key, key[:16], key[16:], text.encode(), text.upper().encode(), base64.b64encode(key).rstrip(b"="),
        base64.urlsafe_b64encode(key).rstrip(b"="), text.encode("utf-16-le")]


def found(keys, chunks):
    """Numbers of the keys of which any form is in what is read."""
    hits, kept = set(), b""
    wanted = [(number, form) for number, key in enumerate(keys) for form in forms(key)]
    longest = max(len(form) for _, form in wanted)
    for chunk in chunks:
        kept += chunk
        hits |= {number for number, form in wanted if number not in hits and form in kept}
        kept = kept[-longest:]
    return hits


def pieces(file):
    with open(file, "rb") as stream:
        while part := stream.read(CHUNK):
            yield part


def memory(pid):
    """All that a process has written to, region by region."""
    with open("/proc/%d/maps" % pid) as maps, open("/proc/%d/mem" % pid, "rb", 0) as bytes_:
        for line in maps:
            span, rights = line.split()[:2]
            if not rights.startswith("rw"):
                continue
            start, end = (int(word, 16) for word in span.split("-"))
            try:
                for at in range(start, end, CHUNK):
                    bytes_.seek(at)
                    yield bytes_.read(min(CHUNK, end - at))
            except OSError:
                continue  # a page that is reserved only


def files(*directories):
    for directory in directories:
        for place, _, names in os.walk(directory):
            for name in names:
                yield from pieces(pathlib.Path(place) / name)
                yield b"\0" * 64


def dump(deployment, host, unit, user):
    """Files of a heap dump of a service that runs."""
    pid = host.main_pid(unit)
    host.inside(deployment.jdk + "/bin/" + JCMD, str(pid), "GC.heap_dump", "/tmp/heap.hprof", user=user)
    return host.path("/tmp/heap.hprof"), pid


def epochs(deployment):
    """The keys of all content epochs until now."""
    deployment.keep_rekeys()
    said = deployment.java("PayloadKeys", "/run/keys/d/receiver-1/content.bundle", "/run/keys/rekeys")
    return [bytes.fromhex(line) for line in said.split()]


def check_payload_keys(deployment, report):
    """A receiver's dump holds the newest key, which shows that the search finds what is there; a repair head's holds none of any epoch."""
    host, receiver = deployment.repair_heads[1], deployment.receivers[1]
    repair_head = dump(deployment, host, REPAIR_HEAD, REPAIR_HEAD)
    control = dump(deployment, receiver, receiver_unit(receiver), "track-receiver")
    keys = epochs(deployment)
    in_control = found(keys, pieces(control[0])) | found(keys, memory(control[1]))
    report.check(in_control, "a receiver's heap and memory hold payload keys: %d of %d epochs" % (len(in_control), len(keys)), "none")
    bundle = found(keys, files(receiver.path("/etc/track/receiver/" + receiver.name)))
    report.check(bundle, "its files hold the first")
    megabytes = repair_head[0].stat().st_size / 1e6
    hits = found(keys, pieces(repair_head[0]))
    report.check(not hits, "the heap dump of a repair head (%.0f MB) holds no payload key of %d epochs" % (megabytes, len(keys)), hits)
    hits = found(keys, memory(repair_head[1]))
    report.check(not hits, "nor does all its writable memory", hits)
    hits = found(keys, files(host.path("/etc/track"), host.path("/var/lib/track-repair-head"), host.path("/var/log/units")))
    report.check(not hits, "nor do its configuration, keys, state and log", hits)
    for file in (repair_head[0], control[0]):
        file.unlink()
