"""The ways in which a payment can go. A test card or a test UPI id stands for each of them."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Story:
    """What happens to a payment; `name` is what storage keeps of it, `plot` what people read.

    A payment that `asks` the buyer waits for approval; with a time to settle, the sandbox plays
    the buyer. Money that comes `after_expiry` is captured although nobody expects it any more. A
    bank that does not `keep` what it authorised gives nothing when it is asked for it.
    """

    name: str
    plot: str
    asks: Literal["nobody", "buyer"] = "nobody"
    decline_code: str | None = None
    settles: Literal["now", "slow", "late", "never"] = "now"
    lasts: Literal["a_while", "no_time"] = "a_while"
    money: Literal["in_time", "after_expiry"] = "in_time"
    keeps: bool = True
    first_answer: Literal["prompt", "stalled"] = "prompt"
    callback_copies: int = 1
    callback_order: Literal["straight", "muddled"] = "straight"
