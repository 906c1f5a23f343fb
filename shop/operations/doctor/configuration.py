"""Are the settings those of a shop that is open to the world?"""

from collections.abc import Iterator

from django.conf import settings
from django.core import checks

from shop.operations.doctor.findings import Ailment, Gravity


def settings_are_safe() -> Iterator[Ailment]:
    """A demo is judged mildly: everybody may know its passwords."""
    for found in checks.run_checks(include_deployment_checks=not settings.DEMO):
        if found.level >= checks.WARNING:
            yield Ailment(
                part="settings",
                sentence=f"{found.msg} ({found.id})",
                remedy=found.hint or "See the table of settings in README.md.",
                gravity=Gravity.ILL if found.level >= checks.ERROR else Gravity.FRAIL,
            )
    if not settings.DEMO:
        yield from _demo_left_overs()


def _demo_left_overs() -> Iterator[Ailment]:
    adapters = {"PAYMENT_GATEWAYS": " ".join(settings.PAYMENT_GATEWAYS.values())}
    for name, adapter in {**adapters, "COURIER": settings.COURIER}.items():
        if "Sandbox" in adapter:
            yield Ailment(
                part="settings",
                sentence=f"{name} names the sandbox, which moves no money and no parcels.",
                remedy=f"Let {name} name the adapter class of a real firm.",
            )
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        yield Ailment(
            part="settings",
            sentence="Mail is written to files and reaches nobody.",
            remedy="EMAIL_BACKEND=django.core.mail.backends.smtp.EmailBackend",
        )
    if not settings.RATE_LIMITS:
        yield Ailment(
            part="settings",
            sentence="Nobody's attempts to sign in are counted.",
            remedy="Unset RATE_LIMITS.",
        )
