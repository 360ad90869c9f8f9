"""The load: files that the packaged sender sends, one after another, and what has become of them at receivers."""
import contextlib
import filecmp
import os
import subprocess

from deployment import BYTES_PER_SECOND, receiver_unit
from report import Broken, tail, until

SENDER_FILES = "/var/lib/track-sender/files"


class Stream:
    """One file on its way, at a modest rate."""

    counter = 0

    def __init__(self, deployment, seconds):
        Stream.counter += 1
        self.deployment = deployment
        self.host = deployment.sender
        self.name = "film-%d" % Stream.counter
        self.unit = "track-sender@" + self.name
        self.host.inside("install", "-d", "-o", "track-sender", "-g", "track-sender", "-m", "0700", "/var/lib/track-sender",
            SENDER_FILES)
        self.file = self.host.path(SENDER_FILES) / self.name
        self.file.write_bytes(os.urandom(seconds * BYTES_PER_SECOND))
        self.file.chmod(0o644)
        self.host.units.append(self.unit)
        self.process = subprocess.Popen(self.host.words("/usr/local/sbin/systemctl", "start", self.unit))

    def await_begin(self):
        """Waits until all receivers are there and the first packets have gone out."""
        until(lambda: self.host.metric("track_data_packets_sent_total") > 100, "%s is on its way" % self.name, 120,
            lambda: tail(self.host.log(self.unit)))

    def is_over(self):
        return self.process.poll() is not None

    def end(self, seconds=180):
        """Waits until the sender has ended and says with what exit code."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Broken("the sender of %s does not end: %s" % (self.name, tail(self.host.log(self.unit)))) from None
        return self.host.state(self.unit)["code"]

    def copy(self, receiver):
        return receiver.path("/var/lib/track-receiver/%s/files/%s" % (receiver.name, self.name))

    def is_identical(self, receiver):
        return self.copy(receiver).exists() and filecmp.cmp(self.file, self.copy(receiver), shallow=False)

    def check_complete(self, report, receivers, what):
        """The sender says that all have it, and all have it."""
        code = self.end()
        report.check(code == 0, "%s: the sender ends with 0" % what, "%s: %s" % (code, tail(self.host.log(self.unit))))
        self.check_copies(report, receivers, what)

    def check_copies(self, report, receivers, what):
        others = [host.name for host in receivers if not self.is_identical(host)]
        report.check(not others, "%s: %d receivers have identical files" % (what, len(receivers)), "not %s: %s" % (
            others, [tail(host.log(receiver_unit(host))) for host in receivers if host.name in others]))

    def remove(self):
        """Gives the room back; hosts keep files in memory."""
        self.file.unlink(missing_ok=True)
        for receiver in self.deployment.receivers:
            self.copy(receiver).unlink(missing_ok=True)


@contextlib.contextmanager
def load(deployment, report, seconds, what):
    """While a file is on its way; afterwards everybody has it, and nobody has given anything up."""
    stream = Stream(deployment, seconds)
    stream.await_begin()
    before = unrecoverable(deployment.receivers)
    yield stream
    report.check(not stream.is_over(), what + ": all this while the sender sends", "it ended before: give it more than %d s" % seconds)
    stream.check_complete(report, deployment.receivers, what)
    deployment.keep_rekeys()
    gaps = unrecoverable(deployment.receivers) - before
    report.check(gaps == 0, what + ": receivers report 0 gaps", gaps)
    stream.remove()


def unrecoverable(receivers):
    """Packets that receivers have given up for good, all together."""
    return sum(host.metric("track_packets_unrecoverable_total") for host in receivers)
