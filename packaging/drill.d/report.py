"""What the drill says: one line for each promise that was kept, and how many there were."""
import time


class Broken(Exception):
    """A promise was not kept; ends the drill."""


class Report:

    def __init__(self):
        self.passed = 0
        self.skipped = 0
        self.began = time.monotonic()

    def chapter(self, words):
        print("== %s (%.0f s)" % (words, time.monotonic() - self.began), flush=True)

    def ok(self, words):
        self.passed += 1
        print("ok   " + words, flush=True)

    def skip(self, words):
        self.skipped += 1
        print("skip " + words, flush=True)

    def check(self, holds, promise, found=""):
        """Counts a promise, or ends the drill with what was found instead."""
        if not holds:
            raise Broken("%s; found: %s" % (promise, found))
        self.ok(promise)

    def told(self, words):
        """What was found, for people who read the whole."""
        for line in str(words).splitlines():
            print("         " + line, flush=True)

    def end(self):
        print("%d passed, 0 failed, %d skipped, %.0f s" % (self.passed, self.skipped, time.monotonic() - self.began))


def until(condition, what, seconds=60, tell=lambda: ""):
    """Waits for a condition and returns what it says; ends the drill when that takes too long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        held = condition()
        if held:
            return held
        time.sleep(0.1)
    raise Broken("waited %d s in vain until %s; %s" % (seconds, what, tell()))


def tail(text, lines=12):
    return "\n".join(text.splitlines()[-lines:])

