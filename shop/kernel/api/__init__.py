"""Conventions that every HTTP endpoint shares."""
