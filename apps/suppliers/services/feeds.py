"""A supplier's own file: what he sells, what it costs, and what he has of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from apps.suppliers.models import CatalogueItem, Supplier
from apps.suppliers.rules import Article
from shop.kernel import clock
from shop.kernel.errors import DomainError, InvalidInput, NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work

_SAID = ("title", "cost", "minimum_quantity", "pack_size", "order_up_to")
_STOCK = ("in_stock", "in_stock_or_more", "seen_at")


@dataclass(frozen=True, kw_only=True)
class Taken:
    """How many articles are new, changed or as before, and why others were left out, by code."""

    new: int
    changed: int
    unchanged: int
    refused: Mapping[str, str] = field(default_factory=dict)


@unit_of_work
def take_articles(*, supplier: str, articles: Sequence[Article]) -> Taken:
    """Takes over what the supplier says; what it does not say of a known article stays as it is.

    Who is preferred stays so. Raises NotFound for the supplier.
    """
    sells = Supplier.objects.select_for_update().filter(pk=supplier).first()
    if sells is None:
        raise NotFound(f"There is no supplier {supplier}.")
    books = _Books(sells, articles)
    refused = dict(books.take_all(articles, at=clock.now()))
    books.write()
    return Taken(
        new=len(books.new),
        changed=len(books.changed),
        unchanged=len(articles) - len(books.new) - len(books.changed) - len(refused),
        refused=refused,
    )


class _Books:
    """The catalogue of a supplier, as far as a file speaks of it."""

    def __init__(self, supplier: Supplier, articles: Sequence[Article]) -> None:
        self.supplier = supplier
        items = CatalogueItem.objects.filter(supplier=supplier).order_by("sku")
        named = items.filter(code__in=[it.code for it in articles])
        self.by_code = {it.code: it for it in named.select_for_update()}
        same = items.filter(sku__in=[it.sku for it in articles]).values_list("sku", "code")
        self.code_of_sku = dict(same)
        self.new: list[CatalogueItem] = []
        self.changed: list[CatalogueItem] = []
        self.seen: list[CatalogueItem] = []

    def take_all(self, articles: Sequence[Article], *, at: datetime) -> Iterator[tuple[str, str]]:
        """Takes what can be taken; the code of every other article, and why."""
        for article in articles:
            try:
                self._take(article, at)
            except DomainError as refusal:
                yield article.code, refusal.sentence

    def write(self) -> None:
        CatalogueItem.objects.bulk_create(self.new, batch_size=500)
        CatalogueItem.objects.bulk_update(self.changed, _SAID, batch_size=500)
        CatalogueItem.objects.bulk_update(self.seen, _STOCK, batch_size=500)

    def _take(self, article: Article, at: datetime) -> None:
        article.check(currency=self.supplier.currency)
        other = self.code_of_sku.setdefault(article.sku, article.code)
        if other != article.code:
            raise InvalidInput(f"{article.sku} is sold as {other} already: one code for a SKU.")
        item = self.by_code.get(article.code)
        if item is None:
            self._add(article, at)
        else:
            self._change(item, article, at)

    def _add(self, article: Article, at: datetime) -> None:
        if article.cost is None:
            raise InvalidInput(f"{article.code} is new, and has no cost: say what one unit costs.")
        item = CatalogueItem(supplier=self.supplier, code=article.code, sku=article.sku)
        _say(item, article)
        _see(item, article, at)
        self.new.append(item)

    def _change(self, item: CatalogueItem, article: Article, at: datetime) -> None:
        if item.sku != article.sku:
            raise InvalidInput(
                f"{article.code} is {item.sku} here, not {article.sku}: correct one of them."
            )
        if _say(item, article):
            self.changed.append(item)
        if _see(item, article, at):
            self.seen.append(item)


def _say(item: CatalogueItem, article: Article) -> bool:
    """Whether that was news."""
    said = {"title": article.title.strip(), "cost": article.cost, **vars(article.terms)}
    news = {
        name: value
        for name, value in said.items()
        if value is not None and value != getattr(item, name)
    }
    for name, value in news.items():
        setattr(item, name, value)
    return bool(news)


def _see(item: CatalogueItem, article: Article, at: datetime) -> bool:
    if article.in_stock is None:
        return False
    item.in_stock, item.in_stock_or_more = article.in_stock.units, article.in_stock.or_more
    item.seen_at = at
    return True
