"""The shop's own settings, with engines that are there and databases that nobody else tests in."""

from tests.engines import join_engines

RUN = join_engines()

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES  # noqa: E402

# However busy the machine is: whoever does nothing for a minute in a test is not hung up on.
DATABASES["default"]["OPTIONS"]["options"] += " -c idle_in_transaction_session_timeout=0"

DATABASES["default"]["TEST"] = {"NAME": f"test_{DATABASES['default']['NAME']}_{RUN}"}

# Tests come from one address and use the same names again and again.
RATE_LIMITS = False

# Whoever tests what is kept in Redis for everybody says so, and is alone with it.
SHARED_CACHE = False

# Passwords of tests are no secrets, so they need not cost half a second each.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Whoever begins to ask looks for static files when one is wanted, not for all of them at first.
WHITENOISE_AUTOREFRESH = True
