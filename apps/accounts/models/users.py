from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.crypto import salted_hmac

from apps.accounts.rules import contacts
from apps.accounts.rules.refusals import StaffAccount
from shop.events.base import ERASED
from shop.kernel import clock
from shop.kernel.errors import DomainError, Outdated
from shop.kernel.identity import new_id


class UserManager(BaseUserManager["User"]):
    """Users are found by their mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        email = contacts.normalised_email(str(username))
        if "\x00" in email:
            raise self.model.DoesNotExist("No address holds a NUL character.")
        return self.get(email=email)

    def create_superuser(self, email: str, password: str, name: str = "") -> "User":
        address = contacts.normalised_email(email)
        user = self.model(email=address, name=name or email, is_staff=True, is_superuser=True)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who can sign in. Other contexts know a person by `customer_id` only.

    `version` counts the changes of the profile; who changes it may name the one they have seen.
    """

    customer_id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(
        max_length=contacts.LONGEST_EMAIL, unique=True, validators=[contacts.plain_address]
    )
    email_verified_at = models.DateTimeField(null=True, blank=True)
    name = models.CharField(max_length=contacts.LONGEST_NAME, validators=[contacts.one_line])
    phone = models.CharField(max_length=32, blank=True, validators=[contacts.phone_number])
    locale = models.CharField(max_length=10, default="en", validators=[contacts.language_tag])
    wants_news = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    signed_out_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="user_email_lower_case", condition=models.Q(email=Lower("email"))
            ),
            models.CheckConstraint(
                name="user_email_with_at", condition=models.Q(email__contains="@")
            ),
            models.CheckConstraint(name="user_name_given", condition=~models.Q(name="")),
            models.CheckConstraint(name="user_locale_given", condition=~models.Q(locale="")),
            models.CheckConstraint(
                name="user_erased_is_nobody",
                condition=models.Q(erased_at__isnull=True)
                | models.Q(
                    is_active=False, is_staff=False, is_superuser=False, name=ERASED, phone=""
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def confirm_version(self, seen: int | None) -> None:
        """Raises Outdated unless the profile is the one that was `seen`; None is any."""
        if seen is not None and seen != self.version:
            raise Outdated("The profile was changed meanwhile: read it again.")

    def change_profile(
        self, *, name: str | None, phone: str | None, locale: str | None, wants_news: bool | None
    ) -> None:
        """Takes over what is given; None leaves a field as it is."""
        self.name = self.name if name is None else name.strip()
        self.phone = self.phone if phone is None else phone.strip()
        self.locale = self.locale if locale is None else locale
        self.wants_news = self.wants_news if wants_news is None else wants_news

    def prove_email(self, email: str) -> None:
        """The mailbox is the user's own: from now on it is the address of the account."""
        self.email = email
        self.email_verified_at = clock.now()
        self.version += 1

    def end_browser_sessions(self) -> None:
        """What browsers remember of a sign-in before now is worth nothing any more."""
        self.signed_out_at = clock.now()

    def close(self) -> None:
        """Nobody can sign in any more."""
        self.is_active = False
        self.end_browser_sessions()

    def reopen(self) -> None:
        """Raises DomainError for an account whose owner was erased."""
        if self.erased_at is not None:
            raise DomainError("The owner of this account was erased: nobody can have it again.")
        self.is_active = True

    def confirm_erasable(self) -> None:
        """Raises StaffAccount while the account opens the admin site."""
        if self.is_staff or self.is_superuser:
            raise StaffAccount("This is an account of staff: take its rights away first.")

    def erase(self) -> None:
        """Nothing tells any more whose account this was; only its id stays."""
        self.confirm_erasable()
        self.close()
        self.email = contacts.nobodys_email(self.customer_id)
        self.email_verified_at = None
        self.name, self.phone, self.locale = ERASED, "", "en"
        self.wants_news = False
        self.last_login = None
        self.set_unusable_password()
        self.version += 1
        self.erased_at = clock.now()

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        # Browsers' sessions hold a hash of the password; this makes them end when asked, too.
        salt = "apps.accounts.models.User.signed_out_at"
        of_password: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        if self.signed_out_at is None:
            return of_password
        since = self.signed_out_at.isoformat()
        return salted_hmac(salt, f"{of_password} {since}", secret=secret).hexdigest()
