"""Hosts: copies of this machine, each with a file system, a network and services of its own."""
import ctypes
import http.client
import json
import os
import pathlib
import subprocess
import threading

from report import Broken, tail, until

BRIDGE = "lan"
INTERFACE = "eth0"
MANAGEMENT = ("127.0.0.1", 9464)
HERE = pathlib.Path(__file__).parent


def run(*words, check=True, timeout=120, **more):
    """Runs a command of the machine itself and returns what came of it."""
    done = subprocess.run(words, capture_output=True, text=True, timeout=timeout, **more)
    if check and done.returncode != 0:
        raise Broken("%s: exit code %d: %s" % (" ".join(map(str, words)), done.returncode, tail(done.stdout + done.stderr)))
    return done


def make_lan():
    run("ip", "link", "set", "lo", "up")
    run("ip", "link", "add", BRIDGE, "type", "bridge")
    run("ip", "link", "set", BRIDGE, "up")


class Files:
    """A private copy of this machine's file system, with layers of others of its kind between."""

    def __init__(self, directory, below=()):
        self.directory = directory
        self.root = directory / "root"
        for name in ("upper", "work", "root"):
            (directory / name).mkdir(parents=True)
        lower = ":".join([str(files.directory / "upper") for files in below] + ["/"])
        run("mount", "-t", "overlay", "overlay", "-o",
            "lowerdir=%s,upperdir=%s,workdir=%s" % (lower, directory / "upper", directory / "work"), self.root)
        run("mount", "-t", "proc", "proc", self.root / "proc")
        # Limits of the kernel are the whole machine's.
        run("mount", "--bind", self.root / "proc/sys", self.root / "proc/sys")
        run("mount", "-o", "remount,bind,ro", self.root / "proc/sys")
        run("mount", "--rbind", "/dev", self.root / "dev")
        run("mount", "-t", "tmpfs", "tmpfs", self.root / "run")
        run("mount", "-t", "tmpfs", "-o", "mode=1777", "tmpfs", self.root / "tmp")

    def install(self, *words, check=True):
        return run("chroot", self.root, "dpkg", *words, check=check)

    def adopt_service_manager(self):
        """From here on maintainer scripts find a service manager that runs."""
        (self.root / "run/systemd/system").mkdir(parents=True)
        (self.root / "run/units").mkdir()
        (self.root / "run/units").chmod(0o1777)
        (self.root / "var/log/units").mkdir(parents=True, exist_ok=True)
        sbin = self.root / "usr/local/sbin"
        for program in (HERE / "systemctl", HERE.parent / "service-manager"):
            (sbin / program.name).write_bytes(program.read_bytes())
            (sbin / program.name).chmod(0o755)


class Host:

    def __init__(self, name, address, files):
        self.name = name
        self.address = address
        self.files = files
        self.units = []
        run("ip", "netns", "add", name)
        self.inside("ip", "link", "set", "lo", "up")
        self.plug_in()

    def plug_in(self):
        """Gives it its interface, as it always is."""
        run("ip", "link", "add", self.name, "type", "veth", "peer", "name", INTERFACE, "netns", self.name)
        run("ip", "link", "set", self.name, "master", BRIDGE, "up")
        self.inside("ip", "address", "add", self.address + "/24", "dev", INTERFACE)
        self.inside("ip", "link", "set", INTERFACE, "up")
        self.inside("ip", "route", "replace", "default", "dev", INTERFACE)

    def pull_out(self):
        run("ip", "link", "delete", self.name)

    def path(self, name):
        return self.files.root / str(name).lstrip("/")

    def words(self, *words, user=None):
        """The words that run a command there."""
        identity = ("setpriv", "--reuid", user, "--regid", user, "--init-groups") if user else ()
        return ("nsenter", "--net=/run/netns/" + self.name, "chroot", str(self.files.root), *identity, *words)

    def inside(self, *words, user=None, check=True, timeout=120, **more):
        return run(*self.words(*words, user=user), check=check, timeout=timeout, **more)

    def systemctl(self, verb, unit, check=True, timeout=120):
        return self.inside("/usr/local/sbin/systemctl", verb, unit, check=check, timeout=timeout)

    def start(self, unit):
        """Starts a unit, and waits until it is ready where it can tell."""
        if unit not in self.units:
            self.units.append(unit)
        if self.systemctl("start", unit, check=False).returncode != 0:
            raise Broken("%s on %s did not start: %s" % (unit, self.name, tail(self.log(unit))))

    def stop(self, unit):
        self.systemctl("stop", unit)

    def state(self, unit):
        try:
            return json.loads(self.path("/run/units/%s.json" % unit).read_text())
        except FileNotFoundError:
            return {"state": "inactive", "pid": 0, "restarts": 0, "code": None}

    def is_ready(self, unit):
        return self.state(unit)["state"] in ("active", "starting") and self.path("/run/units/%s.ready" % unit).exists()

    def main_pid(self, unit):
        """The process of the program itself, or None when it does not run."""
        state = self.state(unit)
        if state["state"] not in ("starting", "active"):
            return None
        pid = state["pid"]
        if not (self.path("/usr/lib/systemd/system") / unit_file(unit)).read_text().count("Type=notify"):
            return pid if os.path.exists("/proc/%d" % pid) else None
        try:
            children = pathlib.Path("/proc/%d/task/%d/children" % (pid, pid)).read_text().split()
        except OSError:
            return None
        return int(children[0]) if children else None

    def log(self, unit):
        file = self.path("/var/log/units/" + unit)
        return file.read_text(errors="replace") if file.exists() else ""

    def page(self, page):
        """One of the pages of its management address on loopback: status and text, or 0 and why there is none."""
        answers = []
        fetching = threading.Thread(target=lambda: answers.append(self.fetch(page)))
        fetching.start()
        fetching.join()
        return answers[0]

    def fetch(self, page):
        """Takes the calling thread into the host's network for good."""
        try:
            with open("/run/netns/" + self.name) as network:
                if ctypes.CDLL(None, use_errno=True).setns(network.fileno(), 0) != 0:
                    return 0, os.strerror(ctypes.get_errno())
            connection = http.client.HTTPConnection(*MANAGEMENT, timeout=10)
            connection.request("GET", page)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except OSError as e:
            return 0, str(e)

    def metrics(self):
        """All metrics that it tells, by their names with labels."""
        status, text = self.page("/metrics")
        if status != 200:
            return {}
        return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in text.splitlines() if line[:1] not in ("#", "")}

    def metric(self, name, labels=""):
        """The sum of all metrics of a name, or of those with some text in their labels."""
        return sum(value for key, value in self.metrics().items() if key.partition("{")[0] == name and labels in key)

    def wait_ready(self, seconds=60):
        until(lambda: self.page("/readyz")[0] == 200, self.name + " is ready", seconds,
            lambda: "%s %s" % (self.page("/readyz"), [tail(self.log(unit)) for unit in self.units]))


def unit_file(unit):
    name, at, _ = unit.partition("@")
    return name + at + ".service"

