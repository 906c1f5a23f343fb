"""What accounts does about facts, its own ones and those of orders."""

from apps.accounts.services import answer_reset_ask, note_former_customer
from shop.events.accounts import PasswordResetAsked
from shop.events.orders import OrderClaimed
from shop.kernel.bus import after


@after(PasswordResetAsked)
def look_for_account_of_forgotten_password(event: PasswordResetAsked) -> None:
    answer_reset_ask(ask_id=event.ask_id)


@after(OrderClaimed)
def remember_as_whom_member_bought(event: OrderClaimed) -> None:
    note_former_customer(customer_id=event.customer_id, former_customer_id=event.former_customer_id)
