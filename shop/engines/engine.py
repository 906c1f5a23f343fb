from abc import ABC, abstractmethod
from pathlib import Path
from signal import Signals
from typing import ClassVar

from shop.engines.state import EngineState


class Engine(ABC):
    """One server and its folder; `lifecycle` starts, shares and stops it."""

    name: ClassVar[str]
    folder_name: ClassVar[str]
    ports: ClassVar[range]
    farewells: ClassVar[tuple[tuple[Signals, float], ...]]
    """Signals that end the server, from polite to certain, each with its seconds to work."""

    def __init__(self, folder: Path) -> None:
        self.state = EngineState(folder.resolve() / self.folder_name)

    @abstractmethod
    def address(self, port: int) -> str:
        """Return the URL under which clients reach the server on this port."""

    @abstractmethod
    def prepare(self, *, lease: int) -> None:
        """Make everything that must exist before the server can run."""

    @abstractmethod
    def launch(self, *, port: int, lease: int) -> None:
        """Start the server in the background, holding the lease."""

    @abstractmethod
    def answers(self, address: str) -> bool:
        """Tell whether a real connection gets a real answer."""

    @abstractmethod
    def pid(self) -> int | None:
        """Return the process to signal, or None when it is not alive."""

    @abstractmethod
    def end_orphans(self) -> None:
        """End what a killed server left behind; leave a living server alone."""
