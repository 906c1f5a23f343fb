"""The ways in which a supplier can treat an order. The end of his name stands for each of them."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class SupplierStory:
    """How a supplier answers and sends; `plot` is what people read.

    He promises `share` of every article, `days_late` after the day that was wanted, and sends it in
    so many `deliveries`.
    """

    name: str
    plot: str
    answers: bool = True
    share: float = 1.0
    days_late: int = 0
    deliveries: int = 1
    refusal: str = ""
    callback_copies: int = 1


SUPPLIER_STORIES = (
    SupplierStory(name="prompt", plot="Sends everything at once, on the day that was wanted"),
    SupplierStory(name="short", plot="Has only half of every article, rounded down", share=0.5),
    SupplierStory(name="late", plot="Sends everything, but a week later", days_late=7),
    SupplierStory(name="parts", plot="Sends everything in two deliveries", deliveries=2),
    SupplierStory(name="repeats", plot="Tells everything three times", callback_copies=3),
    SupplierStory(name="silent", plot="Takes the order and says nothing more", answers=False),
    SupplierStory(
        name="refuses", plot="Takes the order, then delivers nothing", refusal="out of business"
    ),
)
_STORIES = {story.name: story for story in SUPPLIER_STORIES}


def story_of(supplier: str) -> SupplierStory:
    """The story that the name ends with, like `tea-house-short`; all others are prompt."""
    return _STORIES.get(supplier.rpartition("-")[2], _STORIES["prompt"])
