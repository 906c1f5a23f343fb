from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class SettlementLine:
    """What a gateway says of a charge: so much `came` in, so much `went` back.

    What is taken back of either is below zero. `id` is the gateway's own of this line: the same one
    again is the same line.
    """

    id: str
    charge_id: str
    came: Decimal
    went: Decimal
    currency: str
    at: datetime
