"""After a purge nothing is left: no file, no user, no process."""
import os
import subprocess

from deployment import PACKAGES
from host import run

PRUNED = ("/proc", "/sys", "/dev", "/tmp", "/run", "/var/lib/dpkg", "/var/log", "/var/cache", "/work", "/home", "/root", "/usr/local/sbin")


def traces(root):
    """Every file outside the places where programs leave their traces, and every user."""
    words = ["chroot", str(root), "find", "/", "-xdev", "("]
    for directory in PRUNED:
        words += ["-path", directory, "-o"]
    found = run(*words[:-1], ")", "-prune", "-o", "-print").stdout.splitlines()
    users = run("chroot", root, "getent", "passwd").stdout + run("chroot", root, "getent", "group").stdout
    return set(found + users.splitlines())


def check_purge(deployment, report, hosts):
    before = traces("/")
    for host in deployment.hosts:
        for unit in host.units:
            host.stop(unit)
    codes = {host.name: host.state(unit)["code"] for host in deployment.hosts for unit in host.units[-1:]}
    report.ok("all services end when they are told to: %s" % " ".join("%s %s" % item for item in codes.items()))
    purges = [(host, subprocess.Popen(host.words("dpkg", "-P", *PACKAGES), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))
        for host in hosts]
    for host, purge in purges:
        said = purge.communicate()[0]
        report.check(purge.returncode == 0, "all packages are purged from " + host.name, said[-500:])
        left = sorted(traces(host.files.root) ^ before)
        report.check(not left, "they leave neither files nor users on " + host.name, left[:20])


def check_nobody_runs(report):
    """But for the drill itself: the shell that began it, and this program."""
    ours = {1, os.getpid()}
    left = [pid for pid in os.listdir("/proc") if pid.isdigit() and int(pid) not in ours]
    report.check(not left, "no process is left", [run("ps", "-fp", pid, check=False).stdout for pid in left])


def remove(deployment):
    for host in deployment.hosts:
        run("ip", "netns", "delete", host.name)
