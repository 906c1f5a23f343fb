"""A mail server that answers as a test wants it to."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks SMTP on a free local port; `answers` maps a verb to the line it gets, b"" hangs up."""

    allow_reuse_address = True
    daemon_threads = False

    def __init__(self, answers: dict[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.answers = {"EHLO": b"250 hello", "DATA": b"354 go on", "QUIT": b"221 bye", **answers}
        self.letters: list[bytes] = []

    @property
    def port(self) -> int:
        return self.socket.getsockname()[1]


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say(self.server.answers.get("CONNECT", b"220 ready"))
        for line in self.rfile:
            verb = line.split()[0].decode().upper()
            answer = self.server.answers.get(verb, b"250 fine")
            if not answer:
                return
            self._say(answer)
            if verb == "QUIT" or (verb == "DATA" and not self._take_letter(answer)):
                return

    def _take_letter(self, answer: bytes) -> bool:
        if answer.startswith(b"354"):
            letter = b"".join(iter(self.rfile.readline, b".\r\n"))
            self.server.letters.append(letter)
            self._say(self.server.answers.get("LETTER", b"250 taken"))
        return True

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


@contextmanager
def mail_server(**answers: bytes) -> Iterator[MailServer]:
    """A running server: `mail_server(RCPT=b"550 unknown")`."""
    with MailServer(answers) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
