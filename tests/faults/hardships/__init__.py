"""One thing goes bad for long while everybody writes at a known rate; then the books are compared.

`python -m tests.faults.hardships` (or `make hardship`) goes through all of them, with a table and a
line of JSON for each. It needs PostgreSQL and Kafka to start, as the certificate does.
"""
