"""One run of the shop, from its engines' start to its last process's end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from shop.engines.patience import attempts
from shop.operations.running import crew
from shop.operations.running.addresses import Addresses, chosen_addresses
from shop.operations.running.announcement import announcement
from shop.operations.running.child import Child
from shop.operations.running.database import prepare_database
from shop.operations.running.environment import environment_of
from shop.operations.running.errors import CannotRun
from shop.operations.running.health import answers
from shop.operations.running.log import Log
from shop.operations.running.marks import end_marked
from shop.operations.running.processes import Process, back_rooms, shop_front
from shop.operations.running.record import only_runner, remember_addresses
from shop.operations.running.servers import revive_servers, running_servers

OPENING_SECONDS = 120.0
PAUSE_SECONDS = 0.3


@dataclass(frozen=True, kw_only=True)
class Runner:
    """Opens the shop of one state folder and keeps it open until `stopping` is set."""

    folder: Path
    log: Log
    stopping: Event

    def run(self) -> None:
        """Run the shop; leave nothing running, whatever happens.

        Raise CannotRun or EngineError with a sentence that says what to do.
        """
        with only_runner(self.folder):
            self._end_leftovers()
            self.log.say("Starting. Ctrl-C stops everything.")
            with running_servers(self.folder) as servers, chosen_addresses() as addresses:
                self._serve(servers, addresses)
        self.log.say(f"Everything is stopped. The data stay in {self.folder}.")

    def _end_leftovers(self) -> None:
        if ended := end_marked(self.folder):
            self.log.say(f"Ended {ended} processes that a killed earlier run had left.")

    def _serve(self, servers: Mapping[str, str], addresses: Addresses) -> None:
        environment = environment_of(self.folder, servers=servers, addresses=addresses)
        prepare_database(self.folder, environment=environment, log=self.log, stopping=self.stopping)
        front = self._children(shop_front(addresses), environment)
        back = self._children(back_rooms(addresses, folder=self.folder), environment)
        try:
            self._open(front, addresses)
            self._keep_open([*front, *back])
        finally:
            self.log.say("Stopping.")
            crew.dismiss([*front, *back], log=self.log)

    def _children(
        self, processes: Sequence[Process], environment: Mapping[str, str]
    ) -> list[Child]:
        return [Child(process, environment, log=self.log) for process in processes]

    def _open(self, front: Sequence[Child], addresses: Addresses) -> None:
        """Start the front alone, which then answers soonest, and announce the shop."""
        for _ in attempts(seconds=OPENING_SECONDS):
            if self.stopping.is_set():
                return
            crew.look_after(front)
            if answers(addresses.web) and answers(addresses.live):
                remember_addresses(self.folder, addresses)
                self.log.say(announcement(addresses))
                return
        raise CannotRun(
            f"The shop did not answer at {addresses.shop} within {OPENING_SECONDS:.0f} s. "
            "The lines of `web` and `live` above say why."
        )

    def _keep_open(self, children: Sequence[Child]) -> None:
        while not self.stopping.is_set():
            crew.look_after(children)
            revive_servers(self.folder, log=self.log)
            self.stopping.wait(PAUSE_SECONDS)
