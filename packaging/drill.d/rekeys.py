"""Keys of both layers that change while a sender sends."""
from deployment import CONTENT_AUTHORITY, CONTROLLER, set_environment
from report import tail, until

EVERY_SECONDS = 6
REKEYS = 3
CHANGEOVER = "-Dchangeover.not-before=0s -Dchangeover.hard=10s -Dchangeover.overlap=2s"


def restart(deployment, options):
    for host, unit, role in ((deployment.controller, CONTROLLER, "controller"),
            (deployment.content_authority, CONTENT_AUTHORITY, "content-authority")):
        set_environment(host, role, TRACK_OPTIONS=options)
        host.stop(unit)
        host.start(unit)


def check_rekeys(deployment, report):
    """The sender goes over to several new epochs, and authorities are started anew twice; the stream around shows that nobody lost anything."""
    before = deployment.sender.metric("track_key_epoch", "content")
    restart(deployment, "-Drekey.every=%ds %s" % (EVERY_SECONDS, CHANGEOVER))
    until(lambda: deployment.sender.metric("track_key_epoch", "content") >= before + REKEYS, "keys have changed %d times" % REKEYS, 90,
        lambda: tail(deployment.content_authority.log(CONTENT_AUTHORITY)))
    restart(deployment, "")
    newest = deployment.sender.metric("track_rekey_newest", "content")
    for host in deployment.receivers:
        until(lambda: host.metric("track_rekey_applied", "content") >= newest, host.name + " has the newest content keys", 30,
            lambda: str(host.metrics()))
    report.ok("keys change %d times under load, and all receivers follow" % REKEYS)
