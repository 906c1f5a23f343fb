import math
import time
from collections.abc import Callable, Mapping

from shop.operations.running.log import Log
from shop.operations.running.processes import Process
from shop.operations.running.programs import Program, how_it_ended

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 30.0
SETTLED_SECONDS = 60.0


class Child:
    """One process of the shop, started again whenever it ends, after ever longer pauses."""

    def __init__(
        self,
        process: Process,
        environment: Mapping[str, str],
        *,
        log: Log,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = process.name
        self._process = process
        self._environment = environment
        self._log = log
        self._clock = clock
        self._program: Program | None = None
        self._pause = FIRST_PAUSE_SECONDS
        self._due = self._began = clock()

    def look_after(self) -> None:
        """Start the process if it does not run and is due; say so when it has ended."""
        if self._program is not None and self._program.has_ended():
            self._go_on_after(self._program.end())
        if self._program is None and self._clock() >= self._due:
            self._start()

    def runs(self) -> bool:
        return self._program is not None and not self._program.has_ended()

    def ask_to_end(self) -> None:
        if self._program is not None:
            self._program.ask_to_end()

    def end(self) -> None:
        """Kill what is left of it; it is not started again."""
        if self._program is not None:
            self._program.end()
            self._program = None

    def _start(self) -> None:
        self._began = self._clock()
        self._program = Program(
            self._process.command,
            environment=self._environment,
            hear=lambda line: self._log.repeat(self.name, line),
        )

    def _go_on_after(self, status: int) -> None:
        self._program = None
        if self._process.is_errand and status == 0:
            self._due = math.inf
        else:
            self._plan_next_start(status)

    def _plan_next_start(self, status: int) -> None:
        if self._clock() - self._began > SETTLED_SECONDS:
            self._pause = FIRST_PAUSE_SECONDS
        self._due = self._clock() + self._pause
        self._log.say(
            f"{self.name} ended ({how_it_ended(status)}); it is started again in {self._pause:g} s."
        )
        self._pause = min(2 * self._pause, LONGEST_PAUSE_SECONDS)
