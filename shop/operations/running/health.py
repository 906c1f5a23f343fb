"""Asks a process over HTTP whether it answers."""

from http.client import HTTPConnection, HTTPException

from shop.engines.ports import HOST

PATIENCE_SECONDS = 2.0


def answers(port: int) -> bool:
    """Tell whether GET /healthz on this port of 127.0.0.1 is answered with 200."""
    connection = HTTPConnection(HOST, port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
