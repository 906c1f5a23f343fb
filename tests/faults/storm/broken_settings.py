"""The settings of a shop that is broken on purpose."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.storm.controls.BrokenShop"]
