import io

import pytest

from shop.operations.running import crew
from shop.operations.running.child import Child
from shop.operations.running.log import Log
from tests.shop.operations.running.standins import PATIENT, STUBBORN, environment, python, until


@pytest.fixture
def told():
    return io.StringIO()


@pytest.fixture
def hire(told):
    children = []

    def hire(**sources):
        for name, source in sources.items():
            child = Child(python(source, name), environment(), log=Log(told))
            children.append(child)
        crew.look_after(children)
        until(lambda: told.getvalue().count("ready") == len(sources))
        return children

    yield hire
    for child in children:
        child.end()


def test_everybody_is_asked_to_end_and_ends(hire, told):
    children = hire(web=PATIENT, relay=PATIENT)

    crew.dismiss(children, log=Log(told))

    assert not any(child.runs() for child in children)
    assert "killed" not in told.getvalue()


def test_who_does_not_listen_is_named_and_killed(hire, told):
    children = hire(web=PATIENT, deaf=STUBBORN)

    crew.dismiss(children, log=Log(told), seconds=0.3)

    assert not any(child.runs() for child in children)
    assert "deaf did not end within 0.3 s and is killed." in told.getvalue()
    assert "web did not" not in told.getvalue()
