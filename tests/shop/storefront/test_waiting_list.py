import pytest

from apps.inventory.services import receive_stock
from apps.orders.models import Order
from apps.orders.services import WantedLine, place_order
from shop.events.base import PostalAddress
from shop.kernel.identity import new_id
from tests.factories.accounts import UserFactory
from tests.shop.storefront.reader import Page
from tests.shop.storefront.shelf import ADDRESS

pytestmark = pytest.mark.django_db

LINE = "/waiting-list/TEA-250"
SOMEBODY = PostalAddress(
    name="Bob", line1="1 Quay", city="Berlin", postal_code="10115", country="DE"
)


@pytest.fixture
def ada(client, tea):
    """Signed in, and too late: TEA-250 is sold out."""
    place_order(
        customer_id=new_id(),
        lines=[WantedLine("TEA-250", 10)],
        delivery_address=SOMEBODY,
    )
    client.force_login(UserFactory())
    return client


def take_step(client, step):
    form = Page(client.get(LINE)).form(LINE, step=step)
    return Page(client.post(LINE, form, follow=True))


def test_what_is_sold_out_leads_to_its_line(ada, deliver):
    deliver()

    page = Page(ada.get("/p/darjeeling?sku=TEA-250"))

    assert LINE in page.links


def test_who_joins_stands_in_line_and_may_leave(ada):
    joined = take_step(ada, "join")
    left = take_step(ada, "leave")

    assert "You are the first in line." in joined.text
    assert "Whoever stands in line is held the next one" in left.text


def test_who_is_held_one_orders_it(ada):
    take_step(ada, "join")
    receive_stock(sku="TEA-250", warehouse="north", quantity=1)

    offered = Page(ada.get(LINE))
    ada.post("/cart/add", offered.form("/cart/add"))
    checkout = {**Page(ada.get("/checkout")).form("/checkout"), **ADDRESS}
    ada.post("/checkout", checkout)

    assert "One is held for you until" in offered.text
    assert Order.objects.latest("id").state == "pending_payment"


def test_nobody_joins_a_line_for_what_is_there(ada):
    receive_stock(sku="TEA-250", warehouse="north", quantity=1)

    page = Page(ada.post(LINE, {"step": "join"}, follow=True))

    assert "There is no need to stand in line for it" in page.text


def test_strangers_sign_in_first(client, tea):
    answer = client.get(LINE)

    assert answer["Location"] == f"/account/sign-in?next={LINE}"


def test_what_is_not_for_sale_has_no_line(ada):
    assert ada.get("/waiting-list/NOPE").status_code == 404
