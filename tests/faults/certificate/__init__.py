"""Load, and kills of everything killable at every named point; then the books are compared.

`python -m tests.faults.certificate` (or `make certificate`) prints one table and one line of JSON.
"""
