"""What accounts does about facts of its own, after they are facts."""

from apps.accounts.services import answer_reset_ask
from shop.events.accounts import PasswordResetAsked
from shop.kernel.bus import after


@after(PasswordResetAsked)
def look_for_account_of_forgotten_password(event: PasswordResetAsked) -> None:
    answer_reset_ask(ask_id=event.ask_id)
