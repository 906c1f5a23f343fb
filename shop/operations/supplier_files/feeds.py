"""Takes a supplier's file in, some rows a transaction; each row whole or not at all."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice

from apps.catalog.queries import stock_codes_of
from apps.suppliers.services import take_articles
from shop.kernel.findings import Finding, error
from shop.kernel.outbox.unit_of_work import open_unit_of_work
from shop.operations.supplier_files.articles import ReadArticle, read_articles
from shop.operations.supplier_files.rehearsing import Rehearsed

Tell = Callable[[Finding], None]

ROWS_AT_ONCE = 500


@dataclass(kw_only=True)
class FeedTally:
    """What a supplier's file has brought: new articles, others that changed, and bad rows."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: int = 0


def take_feed(
    lines: Iterable[str], *, supplier: str, tell: Tell, keeps: str = "everything"
) -> FeedTally:
    """Takes over what the supplier sells, costs and has; what is wrong is told as it is met.

    `keeps` nothing in a rehearsal. Articles are known by the merchant's SKU where the catalogue has
    it. Raises InvalidInput for an unknown format and NotFound for the supplier, before anything is
    written.
    """
    return _Taking(supplier, tell, keeps=keeps).run(lines)


@dataclass
class _Taking:
    supplier: str
    tell: Tell
    keeps: str = field(kw_only=True)

    def __post_init__(self) -> None:
        self.tally = FeedTally()
        self._lines_by_code: dict[str, int] = {}

    def run(self, lines: Iterable[str]) -> FeedTally:
        readable = self._readable(lines)
        while chunk := list(islice(readable, ROWS_AT_ONCE)):
            with suppress(Rehearsed), open_unit_of_work():
                self._take(chunk)
                if self.keeps == "nothing":
                    raise Rehearsed
        return self.tally

    def _readable(self, lines: Iterable[str]) -> Iterator[ReadArticle]:
        for found in read_articles(lines):
            if isinstance(found, Finding):
                self._report(found)
            elif (first := self._first_line(found)) != found.line:
                code = found.article.code
                self._report(error(found.line, "", f"{code} is on line {first} already."))
            else:
                yield found

    def _first_line(self, read: ReadArticle) -> int:
        return self._lines_by_code.setdefault(read.article.code, read.line)

    def _take(self, chunk: Sequence[ReadArticle]) -> None:
        codes = stock_codes_of(read.article.sku for read in chunk)
        articles = [
            replace(read.article, sku=codes.get(read.article.sku, read.article.sku))
            for read in chunk
        ]
        taken = take_articles(supplier=self.supplier, articles=articles)
        self.tally.new += taken.new
        self.tally.changed += taken.changed
        self.tally.unchanged += taken.unchanged
        for code, why in taken.refused.items():
            self._report(error(self._lines_by_code[code], "", why))

    def _report(self, finding: Finding) -> None:
        self.tally.errors += 1
        self.tell(finding)
