"""What an operator may do to the outbox, and see of it: one file for each verb or two.

Whoever changes something of a consumer first locks its cursor, which every move of a relay locks,
too: an operator and a relay never change the same line at once.
"""
