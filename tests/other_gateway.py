"""A second gateway for tests, which is another sandbox process and knows the same test cards."""

import os

from apps.payments.gateways import SandboxGateway
from shop.kernel.outside import OutsideFirm, TimeBudget

ADAPTER = f"{__name__}.OtherGateway"


class OtherGateway(SandboxGateway):
    """The gateway at OTHER_SANDBOX_URL."""

    def __init__(self) -> None:
        url, secret = os.environ["OTHER_SANDBOX_URL"], os.environ["OTHER_SANDBOX_SECRET"]
        patience = TimeBudget(connect=30, read=30, total=30)
        self._firm = OutsideFirm("The other gateway", url, secret, patience)
