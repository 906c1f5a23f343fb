"""Everybody wants the same few goods at once, in every order of lines, and staff move them.

`python -m tests.faults.storm` (or `make storm`) prints one table and one line of JSON.
"""
