"""How shoppers ask who do not give up."""

import httpx

from tests.journeys.shopper import eventually

PATIENCE_SECONDS = 600  # what is killed again and again is started again ever later


class Insisting(httpx.BaseTransport):
    """Asks again until there is a word: none comes from who is down, broken, or busy with it.

    The same question twice is safe only with an idempotency key, or where it changes nothing.
    """

    def __init__(self) -> None:
        self._wire = httpx.HTTPTransport(trust_env=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        answer: httpx.Response = eventually(
            lambda: self._answer(request),
            lambda: f"an answer to {request.method} {request.url}",
            patience=PATIENCE_SECONDS,
            pause=0.2,
        )
        return answer

    def close(self) -> None:
        self._wire.close()

    def _answer(self, request: httpx.Request) -> httpx.Response | None:
        try:
            answer = self._wire.handle_request(request)
            answer.read()
        except httpx.TransportError:
            return None
        answer.close()
        is_final = answer.status_code < 500 and "Retry-After" not in answer.headers
        return answer if is_final else None
