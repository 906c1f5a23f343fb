"""Takes a settlement file in, some lines a transaction."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from apps.payments.rules import SettlementLine
from apps.payments.services import keep_settlement
from shop.kernel.findings import Finding, error
from shop.kernel.outbox.unit_of_work import open_unit_of_work
from shop.operations.reconcile.files import read_numbered

Tell = Callable[[Finding], None]
Numbered = tuple[int, SettlementLine]

LINES_AT_ONCE = 500


@dataclass(kw_only=True)
class Tally:
    """What a file has brought: new lines, lines that were here or came twice, bad rows."""

    new: int = 0
    known: int = 0
    errors: int = 0


def take_settlement(gateway: str, lines: Iterable[str], *, tell: Tell) -> Tally:
    """Keeps what the file says. The same file again, or one that overlaps, changes nothing.

    A line that was kept with other words stays as it was, and is told, here and at each matching.
    Raises InvalidInput before anything is written if it is no settlement file.
    """
    return _Taking(gateway, tell).run(lines)


def rehearse_settlement(gateway: str, lines: Iterable[str], *, tell: Tell) -> Tally:
    """What `take_settlement` would tell and return now; nothing is kept."""
    return _Taking(gateway, tell, keeps=False).run(lines)


class _Rehearsed(Exception):
    """Everything went as it would; nothing of it shall stay."""


@dataclass
class _Taking:
    gateway: str
    tell: Tell
    keeps: bool = field(default=True, kw_only=True)
    tally: Tally = field(default_factory=Tally)
    _first: dict[str, Numbered] = field(default_factory=dict)

    def run(self, lines: Iterable[str]) -> Tally:
        chunk: list[Numbered] = []
        for one in self._readable(lines):
            chunk.append(one)
            if len(chunk) == LINES_AT_ONCE:
                self._take(chunk)
                chunk = []
        self._take(chunk)
        return self.tally

    def _readable(self, lines: Iterable[str]) -> Iterator[Numbered]:
        """Each line of the gateway once."""
        for found in read_numbered(lines):
            if isinstance(found, Finding):
                self._report(found)
                continue
            number, line = found
            first_number, first = self._first.setdefault(line.id, found)
            if first_number == number:
                yield found
            elif first == line:
                self.tally.known += 1
            else:
                self._report(_contradiction(number, line, f"line {first_number} says {first}"))

    def _take(self, chunk: list[Numbered]) -> None:
        if not chunk:
            return
        with suppress(_Rehearsed), open_unit_of_work():
            kept = keep_settlement(provider=self.gateway, lines=[line for _, line in chunk])
            self.tally.new += kept.new
            self.tally.known += kept.known - len(kept.otherwise)
            for line in kept.otherwise:
                number = self._first[line.id][0]
                self._report(_contradiction(number, line, "it is kept with other words"))
            if not self.keeps:
                raise _Rehearsed

    def _report(self, finding: Finding) -> None:
        self.tally.errors += 1
        self.tell(finding)


def _contradiction(number: int, line: SettlementLine, sentence: str) -> Finding:
    return error(number, "", f"{line.id} says {line}, but {sentence}.")
