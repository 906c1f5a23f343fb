"""`python -m shop.sandbox`: the outside world of the shop, as one process on this machine."""

import logging
import signal
import socket
import sys
from contextlib import closing

import uvicorn

from shop.sandbox.app import create_app
from shop.sandbox.options import Options, read_options
from shop.sandbox.service import Sandbox
from shop.sandbox.storage import Storage

logger = logging.getLogger("shop.sandbox")


def main() -> None:
    logging.basicConfig(level=logging.WARNING, stream=sys.stdout, format="%(message)s")
    logger.setLevel(logging.INFO)
    _end_politely()
    options = read_options()
    listener = _listen(options)
    address = f"http://{options.host}:{listener.getsockname()[1]}"
    storage = Storage(options.data)
    app = create_app(Sandbox(options, storage, address=options.public_url or address))
    logger.info("Sandbox gateway and courier listen on %s", address)
    # A stalled answer must not hold up the end for half a minute.
    config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1)
    with closing(storage):
        uvicorn.Server(config).run(sockets=[listener])


def _end_politely() -> None:
    """Ctrl-C and SIGTERM are ordinary ends: no traceback, exit code zero."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(0))


def _listen(options: Options) -> socket.socket:
    """A listening socket; exits with a sentence when somebody else has the port."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((options.host, options.port))
    except OSError as error:
        sys.exit(
            f"Port {options.port} cannot be used ({error.strerror}). "
            "Stop what listens there, or choose another with SANDBOX_PORT or --port."
        )
    listener.listen(128)
    return listener


if __name__ == "__main__":
    main()
