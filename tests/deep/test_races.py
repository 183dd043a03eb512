"""The scenarios of tests/races.py in many more rounds, which finds what happens rarely."""

from tests.races import Races


class TestRaces(Races):
    """So many times the rounds of the quick form: a thousand of edits against deletes."""

    times = 8
