"""A real browser, driven over a pipe by the Chrome DevTools Protocol; needs no further package."""

import base64
import fcntl
import json
import os
import re
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
PATIENCE_SECONDS = 30
_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
]


def find_chromium() -> str | None:
    """The path of an installed browser, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


# What the protocol answers when a page goes away while it is asked.
_LEFT = re.compile("navigated or closed|context was destroyed|Cannot find context")


class PageLeft(RuntimeError):
    """The page was left before it answered; the next one may be asked."""


class Chromium:
    """One page of a browser at a time, with a profile of its own that is thrown away."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._to, self._from = to_browser, from_browser
        self._unread = b""
        self._last_id = 0
        self._session = ""

    @contextmanager
    def visiting(self) -> Iterator["Chromium"]:
        """A visitor who was never here before: no cookies, an empty page."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        target = self.call("Target.createTarget", url="about:blank", browserContextId=context)[
            "targetId"
        ]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        yield self
        self._session = ""
        self.call("Target.disposeBrowserContext", browserContextId=context)

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """The result of one command of the protocol."""
        self._last_id += 1
        message = {"id": self._last_id, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while (answer := self._read()).get("id") != self._last_id:
            pass
        if "error" in answer:
            trouble = f"{method}: {answer['error']['message']}"
            raise PageLeft(trouble) if _LEFT.search(trouble) else RuntimeError(trouble)
        return answer["result"]

    def open(self, address: str) -> None:
        self.call("Page.navigate", url=address)
        self.wait_for("document.readyState === 'complete'")

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression in the page."""
        found = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        return found["result"].get("value")

    def _is_true(self, script: str) -> bool:
        try:
            return bool(self.run(script))
        except PageLeft:
            return False

    def wait_for(self, script: str) -> None:
        """Until the expression is true in whatever page is open then."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not self._is_true(script):
            if time.monotonic() > end:
                raise TimeoutError(f"Never true: {script}. The page says: {self.text()[:500]}")
            time.sleep(0.05)

    def text(self) -> str:
        return str(self.run("document.body.innerText"))

    def fill(self, name: str, value: str) -> None:
        """Types into the visible field of that name."""
        self.run(f"document.querySelector('[name={name}]:not([type=hidden])').value = {value!r}")

    def press(self, selector: str) -> None:
        """Clicks, and waits until the page that this leads to is there."""
        self.run("window.isOld = true")
        with suppress(PageLeft):
            self.run(f"document.querySelector({selector!r}).click()")
        self.wait_for("!window.isOld && document.readyState === 'complete'")

    def look(self, *, width: int, height: int, scheme: str) -> bytes:
        """A PNG of the whole page on a screen of that size in pixels, scheme light or dark."""
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.call("Emulation.setEmulatedMedia", features=[feature])
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 500,
        )
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(shot["data"])

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._unread:
            chunk = os.read(self._from, 65536)
            if not chunk:
                raise RuntimeError("The browser has ended.")
            self._unread += chunk
        message, _, self._unread = self._unread.partition(b"\0")
        return dict(json.loads(message))


@contextmanager
def open_chromium(path: str) -> Iterator[Chromium]:
    """A fresh browser, ended with its profile at the end of the block."""
    its_in, our_out = _pipe_above_4()
    our_in, its_out = _pipe_above_4()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        group = _spawn([path, *_FLAGS, f"--user-data-dir={profile}"], its_in, its_out)
        os.close(its_in)
        os.close(its_out)
        try:
            yield Chromium(our_out, our_in)
        finally:
            os.close(our_out)
            os.close(our_in)
            os.killpg(group, signal.SIGKILL)
            os.waitpid(group, 0)


def _spawn(command: list[str], its_in: int, its_out: int) -> int:
    """The browser's process group. It reads commands from file 3 and writes answers to file 4."""
    files = [
        (os.POSIX_SPAWN_DUP2, its_in, 3),
        (os.POSIX_SPAWN_DUP2, its_out, 4),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    return os.posix_spawn(command[0], command, os.environ, file_actions=files, setpgroup=0)


def _pipe_above_4() -> tuple[int, int]:
    """Reading and writing end, both out of the way of the numbers that the browser wants."""
    ends = os.pipe()
    moved = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends)
    for end in ends:
        os.close(end)
    return moved[0], moved[1]
