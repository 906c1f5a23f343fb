"""Windows, leases and park together, driven at random one step after the other.

Writers keep transactions open, relays of the same consumer take it from each other and go on with
what they have lost, handlers fail, relays die in the middle. Hypothesis looks for the shortest run
that loses, doubles or reorders an effect, and prints it.
"""

from collections import defaultdict
from collections.abc import Callable
from itertools import count

import psycopg
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
)

from outbox_relay import cursors
from outbox_relay.cursors import Lane, LeaseLost
from outbox_relay.durable import DurableConsumer
from outbox_relay.failures import ConsumerStopped
from shop.kernel import clock
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxParkedKey
from tests.machines import hold_always
from tests.outbox_relay.arrange import a_tick, emit_in, real_commits, withdrawn
from tests.outbox_relay.effects import Effects

pytestmark = real_commits

RELAYS, PRODUCTS, WRITERS, PAGE = 2, 3, 3, 2
_numbers = count()
_relays = st.integers(0, RELAYS - 1)
_writers = st.integers(0, WRITERS - 1)
_products = st.integers(0, PRODUCTS - 1)


class Killed(BaseException):
    """A relay ends in the middle of an event, without a word."""


class Machine(RuleBasedStateMachine):
    """One consumer with two relays, three writers and three products; all its own."""

    hear: Callable[..., None]
    effects: Effects
    open_session: Callable[[], psycopg.Connection]

    @initialize()
    def begin(self) -> None:
        self.consumer = f"ledger-{next(_numbers)}"
        self.products = [new_id() for _ in range(PRODUCTS)]
        self.newest = a_tick()
        self.works: dict[int, DurableConsumer] = {}
        self.owner = -1
        self.sessions: dict[int, psycopg.Connection] = {}
        self.told: dict[int, list[tuple[int, str]]] = {}
        self.committed: dict[int, list[str]] = defaultdict(list)
        self.sick: set[int] = set()
        self.dies = ""
        self.hear(self.consumer, self.react)
        cursors.add_missing([Lane(self.consumer)])

    def react(self, event) -> None:
        if self.dies == "before the effect":
            raise Killed
        self.effects.note(self.consumer, event)
        if self.dies == "after the effect":
            raise Killed
        if self.products.index(event.product_id) in self.sick:
            raise ValueError

    @rule(writer=_writers)
    def a_writer_gets_its_number(self, writer: int) -> None:
        """Long before it writes about anything, perhaps."""
        self.session(writer).execute("SELECT pg_current_xact_id()")

    @rule(writer=_writers, product=_products)
    def a_writer_emits(self, writer: int, product: int) -> None:
        if any(
            product == it for other in self.told if other != writer for it, _ in self.told[other]
        ):
            return  # It would wait for the other writer.
        label = f"{product}:{next(_numbers)}"
        emit_in(self.session(writer), withdrawn(self.products[product], label))
        self.told[writer].append((product, label))

    @precondition(lambda self: self.told)
    @rule(writer=_writers, stays=st.booleans())
    def a_writer_ends(self, writer: int, stays: bool) -> None:  # noqa: FBT001 - drawn
        if writer not in self.told:
            return
        session, told = self.sessions[writer], self.told.pop(writer)
        (session.commit if stays else session.rollback)()
        for product, label in told if stays else ():
            self.committed[product].append(label)

    @rule()
    def somebody_ticks(self) -> None:
        self.newest = a_tick()

    @rule(relay=_relays)
    def a_relay_takes_the_lane(self, relay: int) -> None:
        """From the other one, too, as if its lease had run out; that one does not know."""
        taken = cursors.take(Lane(self.consumer), f"{relay}", even_from=f"{self.owner}")
        assert taken is not None
        self.owner = relay
        self.works[relay] = DurableConsumer(self.consumer, *taken, page_size=PAGE)

    @precondition(lambda self: self.works)
    @rule(relay=_relays, looks=st.booleans())
    def a_relay_works(self, relay: int, looks: bool) -> None:  # noqa: FBT001 - drawn
        if looks:
            self.somebody_ticks()
        self.step(relay)

    @precondition(lambda self: self.works)
    @rule(relay=_relays, where=st.sampled_from(["before the effect", "after the effect"]))
    def a_relay_dies(self, relay: int, where: str) -> None:
        self.dies = where
        try:
            self.step(relay)
        except Killed:
            del self.works[relay]
        finally:
            self.dies = ""

    @rule(product=_products)
    def a_product_gets_sick(self, product: int) -> None:
        self.sick.add(product)

    @rule(product=_products)
    def a_product_gets_well(self, product: int) -> None:
        self.sick.discard(product)

    @rule()
    def what_is_parked_is_due(self) -> None:
        self.parked().update(next_retry_at=clock.now(), state="retrying")

    def teardown(self) -> None:
        """Everything gets well and is handled; then the effects are compared."""
        for writer in list(self.told):
            self.a_writer_ends(writer, stays=True)
        for session in self.sessions.values():
            session.close()
        self.sick.clear()
        self.newest = a_tick()
        self.a_relay_takes_the_lane(0)
        while self.is_busy():
            self.what_is_parked_is_due()
        seen = self.effects.of(self.consumer)
        for product in range(PRODUCTS):
            of_it = [label for label in seen if label.startswith(f"{product}:")]
            assert of_it == self.committed[product]

    def is_busy(self) -> bool:
        return self.step(0) or self.parked().exists()

    def step(self, relay: int) -> bool:
        """True if there was something to do; a relay that lost its lane has nothing any more."""
        if relay not in self.works:
            return False
        try:
            return self.works[relay].step(self.newest)
        except LeaseLost:
            assert relay != self.owner
            del self.works[relay]
        except ConsumerStopped:
            pass
        return False

    def session(self, writer: int) -> psycopg.Connection:
        self.told.setdefault(writer, [])
        if writer not in self.sessions:
            self.sessions[writer] = self.open_session()
        return self.sessions[writer]

    def parked(self):
        return OutboxParkedKey.objects.filter(consumer=self.consumer)


def test_whatever_happens_every_effect_happens_once_and_in_order(hear, effects, open_session):
    class OfThisTest(Machine):
        pass

    OfThisTest.hear = staticmethod(hear)
    OfThisTest.effects = effects
    OfThisTest.open_session = staticmethod(open_session)

    hold_always(OfThisTest, examples=40, steps=40)
