from collections.abc import Iterator
from itertools import chain

from shop.engines.engine import Engine
from shop.engines.errors import EngineError
from shop.engines.leases import is_leased, lease_of
from shop.engines.patience import attempts
from shop.engines.ports import first_free, is_free
from shop.engines.processes import send

START_SECONDS = 90.0


def start(engine: Engine) -> str:
    """Start the engine or join the running one; return its address once it answers.

    Raise EngineError with the end of the log when it does not.
    """
    engine.state.create()
    port: int | None = None
    for _ in attempts(seconds=START_SECONDS):
        with lease_of(engine.state.lock) as lease:
            if lease is not None:
                port = _launch(engine, lease=lease, failed_port=port)
        if address := _answering_address(engine):
            return address
        engine.end_orphans()
    raise _failure(engine, f"did not answer within {START_SECONDS:.0f} seconds")


def stop(engine: Engine) -> None:
    """End the engine with all its processes; nothing happens when it is not running."""
    if not engine.state.folder.exists():
        return
    for _ in _farewell(engine):
        with lease_of(engine.state.lock) as lease:
            if lease is not None:
                engine.state.forget_address()
                return
    raise _failure(engine, "could not be stopped; end its processes by hand")


def address_of(engine: Engine) -> str | None:
    """Return the recorded address of the engine while it is running, else None."""
    return engine.state.address() if is_leased(engine.state.lock) else None


def _launch(engine: Engine, *, lease: int, failed_port: int | None) -> int:
    if failed_port is not None and is_free(failed_port):
        raise _failure(engine, "ended while it was starting; mend what its log names")
    engine.state.forget_address()
    engine.prepare(lease=lease)
    port = first_free(_wanted_ports(engine))
    engine.state.remember(port=port, address=engine.address(port))
    engine.state.begin_log()
    engine.launch(port=port, lease=lease)
    return port


def _wanted_ports(engine: Engine) -> Iterator[int]:
    last = engine.state.last_port()
    return chain([] if last is None else [last], engine.ports)


def _answering_address(engine: Engine) -> str | None:
    address = engine.state.address()
    return address if address and engine.answers(address) else None


def _farewell(engine: Engine) -> Iterator[None]:
    """Yield while waiting for the end, with ever stronger signals."""
    for farewell, seconds in engine.farewells:
        for _ in attempts(seconds=seconds):
            yield
            if (pid := engine.pid()) is not None:
                send(farewell, to=pid)
            engine.end_orphans()


def _failure(engine: Engine, what: str) -> EngineError:
    return EngineError(
        f"{engine.name} {what}. The end of {engine.state.log}:\n"
        f"{engine.state.end_of_log() or '(empty)'}"
    )
