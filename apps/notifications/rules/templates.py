"""Where the texts of messages come from."""

from django.template import Engine

TEMPLATES = Engine(app_dirs=True)
"""Finds templates in every app, and knows only Django's own tags.

The engine of the pages loads the tags of all apps with all that they import: 12 MB more in each
process that writes messages and shows no page.
"""
