"""Starts that must be refused at once, with a line that says what is wrong: a taken port, a wrong interface, an expired certificate."""
import contextlib
import subprocess
import time

from deployment import CONTROLLER, INTERFACE, REPAIR_HEAD, receiver_unit, set_environment
from report import tail

GROUP = "239.255.71.1"
REFUSAL_SECONDS = 2
MOST_ATTEMPTS = 5
TAKE_PORT = """
import socket, sys, time
taken = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if sys.argv[1] == "udp" else socket.SOCK_STREAM)
if sys.argv[1] == "tcp":
    # Connections of the service that has just ended linger.
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
taken.bind(("0.0.0.0", int(sys.argv[2])))
if sys.argv[1] == "tcp":
    taken.listen()
print("taken", flush=True)
time.sleep(3600)
"""


class Attempt:
    """One start of a unit that failed: its exit code, what it said, and how long that took."""

    def __init__(self, host, unit):
        before = len(host.log(unit))
        began = time.monotonic()
        host.systemctl("start", unit, check=False)
        while host.state(unit)["code"] is None and time.monotonic() - began < 30:
            time.sleep(0.05)
        self.seconds = time.monotonic() - began
        self.code = host.state(unit)["code"]
        host.stop(unit)
        self.said = host.log(unit)[before:]

    def __str__(self):
        return "exit code %s after %.1f s: %s" % (self.code, self.seconds, tail(self.said, 5))

    def says(self, *words):
        return all(word in self.said for word in words) and "\tat " not in self.said


@contextlib.contextmanager
def stopped(host, unit, role):
    """Without the service meanwhile; afterwards it runs as before."""
    file = host.path("/etc/track/%s.env" % role)
    environment = file.read_text()
    host.stop(unit)
    try:
        yield
    finally:
        file.write_text(environment)
        host.start(unit)


@contextlib.contextmanager
def taken(host, protocol, port):
    holder = subprocess.Popen(host.words("python3", "-c", TAKE_PORT, protocol, str(port)), stdout=subprocess.PIPE)
    holder.stdout.readline()
    try:
        yield
    finally:
        holder.kill()
        holder.wait()


def quickest(host, unit, promised):
    """The first of a few attempts that is quick enough, or the quickest."""
    attempts = []
    while not attempts or (attempts[-1].seconds > promised and len(attempts) < MOST_ATTEMPTS):
        attempts.append(Attempt(host, unit))
    return min(attempts, key=lambda attempt: attempt.seconds)


def promised_seconds(host):
    """Two; more on a machine that is so busy that the program takes long to say its version."""
    began = time.monotonic()
    host.inside("track-repair-head", "--version", user=REPAIR_HEAD)
    return max(REFUSAL_SECONDS, 3 * (time.monotonic() - began))


def check_wrong_interfaces(host, report):
    """Refused within 2 s with exit code 2, naming the interface, the group and what to do."""
    host.inside("ip", "link", "add", "down0", "type", "veth", "peer", "name", "down1")
    host.inside("ip", "link", "add", "alone0", "type", "veth", "peer", "name", "alone1")
    host.inside("ip", "link", "set", "alone1", "up")
    host.inside("ip", "address", "add", "10.78.0.1/24", "dev", "alone0")
    host.inside("ip", "link", "set", "alone0", "up", "multicast", "off")
    for interface, what in (("nosuch0", "an interface that is not there"), ("down0", "one that is down"),
            ("alone0", "one without multicast")):
        set_environment(host, "repair-head", TRACK_OPTIONS="--interface " + interface)
        promised = promised_seconds(host)
        attempt = quickest(host, REPAIR_HEAD, promised)
        report.check(attempt.code == 2 and attempt.says(interface, GROUP), "%s is refused with 2, naming interface and group" % what, attempt)
        report.check(attempt.seconds <= promised, "within %.1f s (%.1f s)" % (promised, attempt.seconds), attempt)
        report.told(attempt)
    for interface in ("down0", "alone0"):
        host.inside("ip", "link", "delete", interface)


def check_taken_ports(host, report):
    """Refused with one line that names address and port."""
    for protocol, port, options in (("udp", 7200, ""), ("udp", 7100, ""), ("tcp", 9464, "")):
        set_environment(host, "repair-head", TRACK_OPTIONS="--interface %s %s" % (INTERFACE, options))
        with taken(host, protocol, port):
            attempt = Attempt(host, REPAIR_HEAD)
        report.check(attempt.code in (1, 2) and attempt.says(str(port)), "a taken port %s/%d is named, exit code %s" % (
            protocol, port, attempt.code), attempt)
        report.told(attempt)


def check_taken_port_of_controller(host, report):
    with stopped(host, CONTROLLER, "controller"), taken(host, "tcp", 47100):
        attempt = Attempt(host, CONTROLLER)
        report.check(attempt.code in (1, 2) and attempt.says("47100"), "a taken port of the controller is named, exit code %s" % attempt.code,
            attempt)
        report.told(attempt)


def check_missing_configuration(host, report):
    unit = receiver_unit(host) + "0"
    attempt = Attempt(host, unit)
    report.check(attempt.code == 2 and attempt.says("no such file"), "a receiver without a configuration is refused with 2", attempt)
