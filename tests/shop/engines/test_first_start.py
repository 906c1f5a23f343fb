import pytest

from shop import engines
from tests.shop.engines import observers


def test_two_starters_at_once_share_one_server(empty_folder):
    starters = [observers.begin_start(empty_folder), observers.begin_start(empty_folder)]

    outputs = [starter.communicate()[0] for starter in starters]

    assert [starter.returncode for starter in starters] == [0, 0]
    assert outputs[0] == outputs[1]
    assert observers.servers_of(empty_folder) == 1


def test_a_first_start_that_was_killed_half_way_is_done_again(empty_folder):
    unfinished = empty_folder / "postgres/data.unfinished"
    starter = observers.begin_start(empty_folder)
    observers.until(unfinished.exists)
    starter.kill()
    starter.communicate()

    address = engines.start_postgres(empty_folder)

    observers.keep(address, "alive")
    assert not unfinished.exists()


def test_the_remains_of_a_first_start_are_swept_away(empty_folder):
    unfinished = empty_folder / "postgres/data.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")

    address = engines.start_postgres(empty_folder)

    observers.keep(address, "alive")
    assert not unfinished.exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "var").write_text("a file where the folder should be")

    with pytest.raises(engines.EngineError, match="met trouble with the system"):
        engines.start_postgres(tmp_path / "var")
