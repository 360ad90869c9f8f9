"""kill -9 of each role at random moments under load."""
import os
import random
import signal
import time

from deployment import CONTENT_AUTHORITY, CONTROLLER, REPAIR_HEAD, receiver_unit
from report import Broken, tail, until
from stream import Stream

FILM_SECONDS = 15
PAUSES = (2.0, 6.0)


class Kills:
    """Films one after another, and kills meanwhile; each film is judged by who stayed up from its beginning to its end."""

    def __init__(self, deployment, report, seed):
        self.deployment = deployment
        self.report = report
        self.random = random.Random(seed)
        self.counts = {}
        self.films = self.whole = 0
        self.stayed = 0

    def run(self, seconds, film_seconds=FILM_SECONDS):
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            self.film(ends, film_seconds)
        self.report.ok("%s killed; %d films, %d of them whole, %d copies at receivers that stayed up, all identical" % (
            ", ".join("%s %d times" % item for item in sorted(self.counts.items())), self.films, self.whole, self.stayed))

    def film(self, ends, film_seconds):
        stream = Stream(self.deployment, film_seconds)
        stream.await_begin()
        disturbed, sender_killed = set(), False
        while not stream.is_over() and time.monotonic() < ends:
            time.sleep(self.random.uniform(*PAUSES))
            if stream.is_over():
                break
            role, host, unit = self.choose(stream)
            pid = host.main_pid(unit)
            if pid is None:
                continue
            os.kill(pid, signal.SIGKILL)
            self.counts[role] = self.counts.get(role, 0) + 1
            sender_killed |= role == "sender"
            if role == "receiver":
                disturbed.add(host)
        self.judge(stream, disturbed, sender_killed)

    def choose(self, stream):
        role = self.random.choice(("controller", "content authority", "sender", "repair head", "repair head", "receiver", "receiver"))
        return {
            "controller": lambda: (role, self.deployment.controller, CONTROLLER),
            "content authority": lambda: (role, self.deployment.content_authority, CONTENT_AUTHORITY),
            "sender": lambda: (role, self.deployment.sender, stream.unit),
            "repair head": lambda: (role, self.random.choice(self.deployment.repair_heads), REPAIR_HEAD),
            "receiver": lambda: self.receiver(role),
        }[role]()

    def receiver(self, role):
        host = self.random.choice(self.deployment.receivers)
        return role, host, receiver_unit(host)

    def judge(self, stream, disturbed, sender_killed):
        code = stream.end()
        self.deployment.keep_rekeys()
        self.films += 1
        said = tail(self.deployment.sender.log(stream.unit))
        for host in self.deployment.receivers:
            if stream.copy(host).exists() and not stream.is_identical(host):
                raise Broken("%s has another %s than was sent" % (host.name, stream.name))
            if host not in disturbed and not sender_killed:
                if not stream.is_identical(host):
                    raise Broken("%s stayed up and has no %s: %s; the sender: %s" % (
                        host.name, stream.name, tail(host.log(receiver_unit(host))), said))
                self.stayed += 1
        if not sender_killed and not disturbed:
            if code != 0:
                raise Broken("all receivers stayed up, and the sender of %s ends with %s: %s" % (stream.name, code, said))
            self.whole += 1
        stream.remove()


def check_kills(deployment, report, seed, seconds, film_seconds=FILM_SECONDS):
    """No corruption of state or files, who is started again comes back, and receivers that stayed up lose nothing."""
    report.told("seed %d: packaging/drill --seed %d" % (seed, seed))
    Kills(deployment, report, seed).run(seconds, film_seconds)
    for host, unit in deployment.units():
        until(lambda: host.main_pid(unit) is not None, "%s runs again" % host.name, 60, lambda: tail(host.log(unit)))
    stream = Stream(deployment, seconds=2)
    stream.check_complete(report, deployment.receivers, "after all kills")
    stream.remove()
    for host in (deployment.controller, deployment.content_authority):
        role = "controller" if host is deployment.controller else "content-authority"
        audit = host.inside("track", "keys", "audit", "verify", "/var/lib/track-%s/authorities" % role, check=False)
        report.check(audit.returncode == 0, "the log of %s is whole" % host.name, audit.stdout + audit.stderr)
