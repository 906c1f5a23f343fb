from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Report:
    """What was done or seen: as text for people, as facts for programs.

    `wrong` says in a sentence that something needs help; it is empty if all is well.
    """

    text: str
    facts: object
    wrong: str = ""
