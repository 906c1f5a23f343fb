"""A real sandbox process for tests, and a way to talk to it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[3]
SECRET = "sandbox-secret-for-tests"  # noqa: S105 - guards nothing


TLS = httpx.create_ssl_context(trust_env=False)
"""Read once: all the certificates there are take longer than most answers."""


class SandboxProcess:
    """One running `python -m shop.sandbox`; its data stay in the folder when it ends."""

    def __init__(self, process: subprocess.Popen[str], *, url: str, secret: str) -> None:
        self.url = url
        self.secret = secret
        self._process = process

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def client(self, **options: object) -> httpx.Client:
        """An HTTP client that knows the address and the key."""
        headers = {"Authorization": f"Bearer {self.secret}"}
        return httpx.Client(
            base_url=self.url, headers=headers, trust_env=False, verify=TLS, **options
        )

    def stop(self) -> int:
        """End it politely; gives its exit code."""
        return self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a crash would: kill -9."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> int:
        if self._process.poll() is None:
            self._process.send_signal(how)
        code = self._process.wait()
        self._process.stdout.close()
        return code


@contextmanager
def running_sandbox(
    folder: Path, *, secret: str = SECRET, port: int = 0, **options: object
) -> Iterator[SandboxProcess]:
    """A sandbox that answers, with its data in `folder`, on a free port unless one is given.

    Options are those of the command line: `slow_seconds=0.1` is `--slow-seconds 0.1`.
    """
    given = {"data": folder, "port": port, "secret": secret, **options}
    process = start(given)
    try:
        yield SandboxProcess(process, url=_announced_url(process), secret=secret)
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait()
        process.stdout.close()


def start(options: dict[str, object]) -> subprocess.Popen[str]:
    """The bare process; both its outputs are one text stream."""
    arguments = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "shop.sandbox", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "error", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _announced_url(process: subprocess.Popen[str]) -> str:
    line = process.stdout.readline()
    if " listen on " not in line:
        raise RuntimeError(f"The sandbox did not start: {line}{process.stdout.read()}")
    return line.split()[-1]
