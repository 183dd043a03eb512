"""The scenarios of tests/races.py in many more rounds, which finds what happens rarely."""

from tests.races import Races


class TestRaces(Races):
    """Sixteen times the rounds of the quick form."""

    times = 16
