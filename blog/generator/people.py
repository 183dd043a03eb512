"""The people who write, comment and like."""

from random import Random
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db.models import Max

from blog.generator.choosing import any_of, chance
from blog.generator.plan import Plan
from blog.generator.pool import Pool
from blog.models import Person

BATCH = 1000


def make_people(seed: int, pool: Pool, plan: Plan, number: int) -> list[int]:
    """Make authors without a usable password; return their ids."""
    first = (Person.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    rng = chance(seed, "people", first)
    group, found = Group.objects.get(name="author"), []
    for start in range(first, first + number, BATCH):
        numbers = range(start, min(start + BATCH, first + number))
        people = Person.objects.bulk_create(_person(rng, pool, plan, n) for n in numbers)
        found += [person.pk for person in people]
        group.user_set.add(*people)
    return found


def _person(rng: Random, pool: Pool, plan: Plan, number: int) -> Person:
    """Return a person whose user name has a number that nobody else's has."""
    names = pool.vocabulary.patterns["given_names"].split()
    given, family = any_of(rng, names), any_of(rng, pool.names).text
    username = f"{given}.{family}.{number}".lower()
    return Person(
        username=username,
        email=f"{username}@example.com",
        password=make_password(None),
        uuid=UUID(int=rng.getrandbits(128), version=4),
        display_name=f"{given} {family}",
        bio=pool.vocabulary.sentence("sentences"),
        date_joined=plan.start,
    )
