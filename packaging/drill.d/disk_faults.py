"""Full disks: each node says so, nothing that is there is damaged, and it goes on when there is room again."""
import contextlib
import shutil

from deployment import CONTROLLER, REPAIR_HEAD, receiver_unit, set_environment
from host import run
from rekeys import EVERY_SECONDS
from report import tail, until
from stream import Stream

FULL = "No space left"


@contextlib.contextmanager
def small_disk(host, directory, kilobytes, restart=None):
    """A file system of its own for a directory, with what is in it; full while the returned function has been called."""
    place = host.path(directory)
    if restart:
        host.stop(restart)
    kept = host.path("/tmp/kept")
    run("cp", "-a", place, kept)
    run("mount", "-t", "tmpfs", "-o", "size=%dk,mode=%o,uid=%d,gid=%d" % (
        kilobytes, place.stat().st_mode & 0o777, place.stat().st_uid, place.stat().st_gid), "tmpfs", place)
    run("cp", "-a", str(kept) + "/.", place)
    try:
        yield Room(place)
    finally:
        if restart:
            host.stop(restart)
        shutil.rmtree(kept)
        run("cp", "-a", place, kept)
        run("umount", "-l", place)
        run("cp", "-a", str(kept) + "/.", place)
        shutil.rmtree(kept)
        if restart:
            host.start(restart)


class Room:

    def __init__(self, place):
        self.filler = place / ".filler"

    def fill(self):
        with contextlib.suppress(OSError), open(self.filler, "wb", buffering=0) as file:
            while file.write(b"\0" * 512):
                pass

    def free(self):
        self.filler.unlink()


def check_receiver(deployment, receiver, report):
    """Disk full where files come: the receiver says why, the sender that one did not confirm, all others have the file, and the next comes to all."""
    others = [host for host in deployment.receivers if host != receiver]
    unit = receiver_unit(receiver)
    with small_disk(receiver, "/var/lib/track-receiver", 2048, restart=unit) as room:
        receiver.start(unit)
        stream = Stream(deployment, seconds=8)
        stream.await_begin()
        room.fill()
        code = stream.end()
        who = "%d of %d receivers confirmed" % (len(others), len(deployment.receivers))
        report.check(code == 1 and who in deployment.sender.log(stream.unit), "full disk of %s: the sender ends with 1 and says that %s" % (
            receiver.name, who), "%s: %s" % (code, tail(deployment.sender.log(stream.unit))))
        report.check(FULL in receiver.log(unit), "it says that there is no space", tail(receiver.log(unit)))
        report.check(not stream.copy(receiver).exists(), "there is no file of that name")
        stream.check_copies(report, others, "full disk of one receiver")
        stream.remove()
        room.free()
        stream = Stream(deployment, seconds=2)
        stream.check_complete(report, deployment.receivers, "when there is room again")
        stream.remove()


def check_repair_head_state(host, report):
    """State full: one that runs serves on (the stream around shows it); one that starts says why not, and comes when there is room."""
    with small_disk(host, "/var/lib/track-repair-head", 64, restart=REPAIR_HEAD) as room:
        host.start(REPAIR_HEAD)
        room.fill()
        host.stop(REPAIR_HEAD)
        before = len(host.log(REPAIR_HEAD))
        host.systemctl("start", REPAIR_HEAD, check=False)
        until(lambda: host.state(REPAIR_HEAD)["code"] is not None, "a repair head without room for its state ends", 20)
        said = host.log(REPAIR_HEAD)[before:]
        report.check(FULL in said and "\tat " not in said, "full disk of a repair head: it says at its start that there is no space", tail(said))
        report.told(tail(said, 3))
        room.free()
        until(lambda: host.is_ready(REPAIR_HEAD), "it comes when there is room", 30, lambda: tail(host.log(REPAIR_HEAD)))
        report.ok("full disk of a repair head: it comes by itself when there is room")


def check_controller_log(deployment, report):
    """Log of an authority full: it hands out nothing that it cannot write down, the group goes on, and so does it when there is room."""
    host = deployment.controller
    with small_disk(host, "/var/lib/track-controller", 1024, restart=CONTROLLER) as room:
        set_environment(host, "controller", TRACK_OPTIONS="-Drekey.every=%ds" % EVERY_SECONDS)
        host.start(CONTROLLER)
        pid, before = host.main_pid(CONTROLLER), len(host.log(CONTROLLER))
        room.fill()
        until(lambda: FULL in host.log(CONTROLLER)[before:] or host.main_pid(CONTROLLER) != pid, "the controller notices",
            EVERY_SECONDS * 3 + 20, lambda: tail(host.log(CONTROLLER)))
        report.check(FULL in host.log(CONTROLLER)[before:], "full disk of the controller: it says so", tail(host.log(CONTROLLER)[before:]))
        report.told(tail(host.log(CONTROLLER)[before:], 3))
        room.free()
        until(lambda: host.is_ready(CONTROLLER), "the controller runs when there is room", 60, lambda: tail(host.log(CONTROLLER)))
        before = deployment.sender.metric("track_rekey_newest", "transport")
        until(lambda: deployment.sender.metric("track_rekey_newest", "transport") > before, "keys change again", EVERY_SECONDS * 3 + 30,
            lambda: tail(host.log(CONTROLLER)))
        report.ok("full disk of the controller: keys change again when there is room")
        set_environment(host, "controller", TRACK_OPTIONS="")
    audit = deployment.controller.inside("track", "keys", "audit", "verify", "/var/lib/track-controller/authorities", check=False)
    report.check(audit.returncode == 0, "its log is whole", audit.stdout + audit.stderr)


@contextlib.contextmanager
def full_journals(services, report):
    """Where what they print goes is full: services run on (the stream around shows that they serve)."""
    with contextlib.ExitStack() as disks:
        for host, unit in services:
            disks.enter_context(small_disk(host, "/var/log/units", 16, restart=unit)).fill()
            host.start(unit)
        pids = [host.main_pid(unit) for host, unit in services]
        yield
        now = [host.main_pid(unit) for host, unit in services]
        report.check(pids == now and None not in now, "%d services run on while their logs are full" % len(services), (pids, now))
