"""A host of pictures on this machine that says what a test tells it to."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class PictureHost:
    """`answers` by path; each is called with the request's handler. `asked` are the paths."""

    def __init__(self, port):
        self.address = f"http://127.0.0.1:{port}"
        self.answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[str] = []

    def shows(self, path, content, *, kind="image/png", status=200, length=None, **headers):
        """Returns the address of the content, announced with `length` bytes if that is given."""
        length = len(content) if length is None else length

        def answer(handler):
            handler.send_response(status)
            handler.send_header("Content-Type", kind)
            handler.send_header("Content-Length", str(length))
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(content)

        self.answers[path] = answer
        return self.address + path

    def leads(self, path, target):
        return self.shows(path, b"", status=302, Location=target)


@contextmanager
def picture_host() -> Iterator[PictureHost]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            host.asked.append(self.path)
            host.answers[self.path](self)

        def log_message(self, *args):
            """Nothing to say."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host = PictureHost(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
