"""What the search suggests while somebody types."""

from apps.catalog.rules.listings import Suggestion
from shop.kernel.api.bodies import Answer


class SuggestionAnswer(Answer):
    """How the text may go on: a `product`, a `category` or a `word` to search for."""

    kind: str
    text: str
    handle: str


class SuggestionsAnswer(Answer):
    """The best guesses first."""

    items: list[SuggestionAnswer]


def suggestion(guess: Suggestion) -> SuggestionAnswer:
    return SuggestionAnswer(kind=guess.kind, text=guess.text, handle=guess.handle)
