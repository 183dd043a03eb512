"""Nobody loses anything to somebody who does something at the same moment (tests/races.py)."""

from tests.races import Races


class TestRaces(Races):
    """A few rounds of each scenario."""
