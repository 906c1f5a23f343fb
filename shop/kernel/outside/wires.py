"""How a firm is reached, whatever language it speaks."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings

from shop.kernel.errors import Unreachable
from shop.kernel.outside.breakers import calling
from shop.kernel.outside.speaking import Question, Reply, TimeBudget, asked

_LONGEST_TO_CONNECT = 2.0


@dataclass(frozen=True)
class Wire:
    """To a firm at `url`, which answers within `budget`, or `OUTSIDE_TIMEOUT_SECONDS`.

    Whoever reads the firm's language asks inside `speaking`: its breaker counts what is raised
    there, Unreachable as a failure and everything else as an answer.
    """

    name: str
    url: str
    budget: TimeBudget | None = None

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """One call. Raises NotAsked while the firm is left alone."""
        with calling(self.name, address=self.url, within=self._time.total):
            yield

    def ask(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        content: bytes | None = None,
    ) -> Reply:
        """The reply, whatever its status. Raises Unreachable without one, NotAsked if that is
        because nobody is there."""
        question = Question(method=method, url=url, headers=headers, content=content)
        try:
            return asked(question, self._time)
        except Unreachable as error:
            raise type(error)(f"{self.name} did not answer: {error}.") from error

    @property
    def _time(self) -> TimeBudget:
        return self.budget or _usual_budget()


def _usual_budget() -> TimeBudget:
    total = settings.OUTSIDE_TIMEOUT_SECONDS
    return TimeBudget(connect=min(total, _LONGEST_TO_CONNECT), read=total, total=total)
