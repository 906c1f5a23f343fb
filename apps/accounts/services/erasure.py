"""Forgetting a person: asked for at once, done when nobody needs the person any more.

The account is closed meanwhile. Other contexts refuse in `@during(UserErased)` while an order is
under way, or money is owed; then everything is rolled back, and tried again later. So it is while
somebody has yet to hear what was told of the person: without the key, that could not be read.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.views.decorators.debug import sensitive_variables

from apps.accounts.models import ErasureRequest, FormerCustomer, User
from apps.accounts.queries import account_of
from apps.accounts.rules.refusals import NewsUnderWay
from apps.accounts.services.accounts import shut
from apps.accounts.services.checks import confirm_password
from apps.accounts.services.locks import locked_account
from shop.events.accounts import ErasurePostponed, UserErased
from shop.events.base import ERASED
from shop.kernel import clock
from shop.kernel.bus import publish
from shop.kernel.customer_keys import forget_key
from shop.kernel.models import IdempotencyRecord
from shop.kernel.outbox.unheard import consumers_yet_to_hear_of
from shop.kernel.outbox.unit_of_work import unit_of_work

_LATECOMERS = timedelta(minutes=5)


@sensitive_variables("password")
def leave(*, customer_id: UUID, password: str) -> None:
    """The member wants to be forgotten. Raises WrongPassword, StaffAccount, NotFound, LimitReached.

    The account is closed at once.
    """
    confirm_password(password, account_of(customer_id), field="password")
    request_erasure(customer_id=customer_id)


@unit_of_work
def request_erasure(*, customer_id: UUID) -> None:
    """Closes the account; its owner is erased as soon as nobody needs to know them.

    Nothing happens if that was asked for before. Raises StaffAccount, NotFound.
    """
    user = locked_account(customer_id)
    user.confirm_erasable()
    if user.erased_at is not None:
        return
    shut(user)
    # Until then, an access token from before could still buy something.
    due_at = clock.now() + settings.ACCESS_TOKEN_LIFETIME + _LATECOMERS
    ErasureRequest.objects.get_or_create(user=user, defaults={"due_at": due_at})


@unit_of_work
def erase_user(*, customer_id: UUID) -> None:
    """Whatever tells who the user was is gone; nothing happens if that is not wanted any more.

    Raises DomainError while somebody still needs to know it, or has yet to hear of it.
    """
    user = locked_account(customer_id)
    if not ErasureRequest.objects.filter(user=user).delete()[0]:
        return
    former = tuple(user.former_customers.values_list("customer_id", flat=True))
    _scrub(user)
    _tell_erased(user, former_customer_ids=former)


@unit_of_work
def look_again_later(*, request_id: UUID, claims: int, reason: str) -> None:
    """Somebody needs the person still; the code `reason` says why. Raises ClaimLost.

    The member is told, unless it is only the shop that is behind with its news.
    """
    request = ErasureRequest.objects.select_for_update().filter(pk=request_id).first()
    if request is None:
        return
    request.confirm_claim(claims)
    is_another = request.reason != reason
    request.wait_because(reason)
    if is_another and reason != NewsUnderWay.code:
        customer_id = request.user_id
        publish(ErasurePostponed(user_id=customer_id, customer_id=customer_id, reason=reason))
    request.save(update_fields=["due_at", "reason"])


@unit_of_work
def note_former_customer(*, customer_id: UUID, former_customer_id: UUID) -> None:
    """A member's orders were once a guest's: both are the same person.

    If the member was forgotten already, the guest is as soon as nobody needs to know them.
    """
    user = locked_account(customer_id)
    former = FormerCustomer(customer_id=former_customer_id, user=user)
    FormerCustomer.objects.bulk_create([former], ignore_conflicts=True)
    if user.erased_at is not None:
        ErasureRequest.objects.get_or_create(user=user)


def _tell_erased(user: User, *, former_customer_ids: tuple[UUID, ...]) -> None:
    publish(
        UserErased(
            user_id=user.customer_id,
            customer_id=user.customer_id,
            former_customer_ids=former_customer_ids,
        )
    )
    known_as = (user.customer_id, *former_customer_ids)
    if behind := consumers_yet_to_hear_of(known_as):
        raise NewsUnderWay(f"{', '.join(behind)} has yet to hear of this person.")
    for customer_id in known_as:
        forget_key(customer_id)


def _scrub(user: User) -> None:
    user.addresses.all().delete()
    user.login_sessions.all().delete()
    user.mailed_tokens.all().delete()
    user.former_customers.all().delete()
    user.groups.clear()
    user.user_permissions.clear()
    user.erase()
    user.save()
    _scrub_log_of_admin_site(user)
    IdempotencyRecord.objects.filter(caller=f"customer:{user.customer_id}").delete()


def _scrub_log_of_admin_site(user: User) -> None:
    kind = ContentType.objects.get_for_model(User)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(user.customer_id))
    entries.update(object_repr=ERASED)
