"""The shop's own settings, with engines that are there and a database that nobody else tests in."""

from tests.engines import free_test_database, join_engines

join_engines()

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES  # noqa: E402

DATABASES["default"]["TEST"] = {"NAME": free_test_database(DATABASES["default"]["NAME"])}

# Tests come from one address and use the same names again and again.
RATE_LIMITS = False

# Whoever tests what is kept in Redis for everybody says so, and is alone with it.
SHARED_CACHE = False
