"""Certificates that have expired, at the start and while a node runs."""
import shutil
import time

from deployment import CONTROLLER, REPAIR_HEAD, receiver_unit
from refused_starts import Attempt, stopped
from report import tail, until

LONG_AGO_DAYS = 1000


def issue(deployment, name, role, key, days):
    """A certificate for a key that exists, issued that many days ago."""
    shutil.copy(key, deployment.keys / "key.pem")
    deployment.java("Certificate", "/run/keys/d/authorities", name, role, "/run/keys/key.pem", "/run/keys/certificate.pem", str(days))
    return (deployment.keys / "certificate.pem").read_bytes()


def check_expired(deployment, host, unit, role, name, certificate, key, report):
    """With an expired certificate in the place of its own a service does not start and says why; afterwards it runs again."""
    own = host.path(certificate)
    kept = own.read_bytes()
    with stopped(host, unit, unit.partition("@")[0].removeprefix("track-")):
        own.write_bytes(issue(deployment, name, role, host.path(key), LONG_AGO_DAYS))
        try:
            attempt = Attempt(host, unit)
        finally:
            own.write_bytes(kept)
        report.check(attempt.code == 2 and attempt.says("expired"), "%s with an expired certificate says so at its start, exit code %s" % (
            name, attempt.code), attempt)
        report.told(attempt)


def check_expired_at_start(deployment, report):
    """Each role says at its start that its certificate has expired, and when."""
    for host, unit, role in ((deployment.repair_heads[2], REPAIR_HEAD, "repair-head"),
            (deployment.receivers[5], receiver_unit(deployment.receivers[5]), "receiver")):
        own = "/etc/track/%s/%s/" % (role, host.name)
        check_expired(deployment, host, unit, role, host.name, own + "certificate.pem", own + "key.pem", report)
    own = "/var/lib/track-controller/authorities/transport-controller"
    check_expired(deployment, deployment.controller, CONTROLLER, "transport-controller", "transport-controller", own + ".pem",
        own + "-key.pem", report)


def check_renewed_by_reload(deployment, host, report):
    """A repair head that runs shows a new certificate after a reload, and is the same process."""
    etc = "/etc/track/repair-head/%s/" % host.name
    pid, before = host.main_pid(REPAIR_HEAD), host.metric("track_key_expiry_timestamp_seconds")
    soon = issue(deployment, host.name, "repair-head", host.path(etc + "key.pem"), 730)
    host.path(etc + "certificate.pem").write_bytes(soon)
    host.systemctl("reload", REPAIR_HEAD)
    until(lambda: host.metric("track_key_expiry_timestamp_seconds") < time.time() + 2 * 86400, "it shows a certificate that expires tomorrow", 60,
        lambda: tail(host.log(REPAIR_HEAD)))
    host.path(etc + "certificate.pem").write_bytes(issue(deployment, host.name, "repair-head", host.path(etc + "key.pem"), 0))
    host.systemctl("reload", REPAIR_HEAD)
    until(lambda: host.metric("track_key_expiry_timestamp_seconds") >= before, "it shows a new certificate", 60,
        lambda: tail(host.log(REPAIR_HEAD)))
    report.check(host.main_pid(REPAIR_HEAD) == pid, "a reload gives a running repair head a new certificate, twice")
