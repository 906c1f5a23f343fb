"""From the rows of a file to the products they speak of."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from operator import attrgetter

from apps.catalog.rules.drafts import ImageDraft, ProductDraft, VariantDraft
from apps.catalog.rules.shopify import cells
from apps.catalog.rules.shopify.attributes import AttributeReader
from apps.catalog.rules.shopify.blocks import ProductBlock, runs
from apps.catalog.rules.shopify.options import fitted, read_names
from apps.catalog.rules.shopify.remarks import LeftOut, Remarks
from apps.catalog.rules.shopify.seen import SeenKeys
from apps.catalog.rules.shopify.sheets import Row, Sheet
from apps.catalog.rules.shopify.variants import is_variant, read_image, read_variant
from apps.catalog.rules.soundness import one_line, sound_description, sound_handle, sound_tags
from shop.kernel.errors import InvalidInput
from shop.kernel.findings import Finding

_DESCRIBING = ("title", "description", "brand", "product_type", "tags")


def read_products(
    sheet: Sheet, seen: SeenKeys, *, currency: str, attributes: Collection[str] = ()
) -> Iterator[ProductBlock | Finding]:
    """The products of the file as they come, each after what is wrong with its rows.

    `attributes` are the codes of those that there are.
    """
    for run in runs(sheet):
        if isinstance(run, Finding):
            yield run
            continue
        words = AttributeReader(sheet, Remarks(sheet), seen, attributes)
        reader = _RunReader(run, words, seen, currency)
        block = reader.block()
        yield from sorted(reader.remarks.findings, key=attrgetter("line"))
        if block:
            yield block


class _RunReader:
    def __init__(
        self, rows: list[Row], words: AttributeReader, seen: SeenKeys, currency: str
    ) -> None:
        self.remarks = words.remarks
        self._words = words
        self._rows = rows
        self._seen = seen
        self._currency = currency

    def block(self) -> ProductBlock | None:
        head = self._rows[0]
        try:
            handle = self.remarks.demand(head, "handle", sound_handle)
        except LeftOut:
            return None
        first_line = self._seen.first_line("handle", handle, line=head.line)
        variants = self._variants(handle)
        draft = ProductDraft(
            handle=handle,
            title="",
            variants=tuple(variants.values()),
            images=tuple(self._images(handle)),
        )
        block = ProductBlock(
            line=head.line,
            draft=draft,
            state="",
            comes_back=first_line != head.line,
            lines=tuple(variants),
        )
        if block.comes_back:
            self._note_words_of_returning(first_line)
            return block
        self._note_second_words()
        return self._described(block)

    def _described(self, block: ProductBlock) -> ProductBlock:
        names = read_names(self._rows, block.draft.variants)
        draft = replace(
            block.draft,
            title=self._said("title", lambda text: one_line(text, "title")),
            description=self._said("description", sound_description),
            brand=self._said("brand", lambda text: one_line(text, "vendor")),
            product_type=self._said("product_type", lambda text: one_line(text, "type")),
            tags=sound_tags([self._said("tags", lambda text: ",".join(sound_tags([text])))]),
            category=self._said("category", lambda text: one_line(text, "category")),
            tax_class=self._said("tax_class", str.strip).lower(),
            option_names=names,
            variants=tuple(
                replace(v, option_values=fitted(v.option_values, len(names)))
                for v in block.draft.variants
            ),
        )
        said = tuple(self._words.read(self._rows))
        return replace(block, draft=draft, state=self._state(), said=said)

    def _said(self, meaning: str, value: Callable[[str], str]) -> str:
        row = self._first(meaning)
        return (row and self.remarks.read(row, meaning, value)) or ""

    def _first(self, meaning: str) -> Row | None:
        return next((row for row in self._rows if row[meaning].strip()), None)

    def _state(self) -> str:
        status, published = self._first("status"), self._first("published")
        try:
            return cells.state(
                status=status["status"] if status else "",
                published=published["published"] if published else "",
            )
        except InvalidInput as refusal:
            self.remarks.note(self._rows[0], "status", f"{refusal.sentence} Taken as a draft.")
            return "draft"

    def _variants(self, handle: str) -> dict[int, VariantDraft]:
        variants: dict[int, VariantDraft] = {}
        twins: dict[tuple[str, ...], int] = {}
        for row in self._rows:
            if is_variant(row) and (variant := self._variant(handle, row)):
                variants[row.line] = variant
                twin = twins.setdefault(variant.option_values, row.line)
                if twin != row.line:
                    self.remarks.note(
                        row,
                        "option1_value",
                        f"Line {twin} has the same options: buyers cannot tell them apart.",
                    )
        return variants

    def _variant(self, handle: str, row: Row) -> VariantDraft | None:
        try:
            variant = read_variant(row, self.remarks, currency=self._currency)
            self._refuse_repetition(handle, row, variant)
        except LeftOut:
            return None
        return variant

    def _refuse_repetition(self, handle: str, row: Row, variant: VariantDraft) -> None:
        kind, *names = variant.key
        scope = [] if variant.sku else [handle]
        first = self._seen.first_line(kind, *scope, *names, line=row.line)
        if first == row.line:
            return
        if variant.sku:
            reason = f"The SKU {variant.sku} is on line {first} already: give each its own."
            raise self.remarks.leave_out(row, "sku", reason)
        reason = f"Line {first} has these options already, and neither has a SKU."
        raise self.remarks.leave_out(row, "option1_value", reason)

    def _images(self, handle: str) -> Iterator[ImageDraft]:
        for row in self._rows:
            image = read_image(row, self.remarks)
            if image and self._is_new(row, "image", handle, image.address):
                yield image

    def _is_new(self, row: Row, *key: str) -> bool:
        return self._seen.first_line(*key, line=row.line) == row.line

    def _note_second_words(self) -> None:
        head = self._first("title")
        for row in self._rows:
            if head and row.line != head.line and row["title"].strip():
                self._note_difference(head, row)

    def _note_difference(self, head: Row, row: Row) -> None:
        for meaning in _DESCRIBING:
            if row[meaning].strip() and row[meaning] != head[meaning]:
                self.remarks.note(row, meaning, f"Line {head.line} says it otherwise; that stays.")

    def _note_words_of_returning(self, first_line: int) -> None:
        for row in self._rows:
            if row["title"].strip():
                self.remarks.note(
                    row,
                    "title",
                    f"Line {first_line} has described this product: only variants and images are"
                    " taken from here.",
                )
