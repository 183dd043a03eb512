"""The words and patterns of vocabulary.yaml, and sentences made of them."""

import re
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

import yaml

FILE = Path(__file__).with_name("vocabulary.yaml")
KINDS = {"noun": "nouns", "adjective": "adjectives", "verb": "verbs", "adverb": "adverbs"}
SLOT = re.compile(r"\{(\w+)\}")
# Before a vowel that is heard as one, unlike the `u` of "unique" and "useful".
ARTICLE = re.compile(r"\b([Aa])(?= [*`\[]*(?:[aeio]|u(?!ni|s)))")
HISSING = ("s", "x", "z", "ch", "sh")
DECORATIONS = ("**{0}**", "*{0}*", "`{0}`", "[{0}](https://example.com/{0}/)")
DECORATED = 0.03  # of the words in running text

Patterns = list[str]


def read_vocabulary() -> dict[str, Any]:
    """Return the content of the file."""
    return yaml.safe_load(FILE.read_text("utf-8"))


class Vocabulary:
    """Fills patterns with words: the n-th of a kind comes about 1/n as often as the first."""

    def __init__(self, rng: Random) -> None:
        self.rng, self.patterns = rng, read_vocabulary()
        self.words = {kind: self._shuffled(name) for kind, name in KINDS.items()}
        self.weights = {kind: _zipf(len(words)) for kind, words in self.words.items()}

    def sentence(self, name: str, *, decorated: bool = False) -> str:
        """Return one of the patterns of this name with its words, from a capital letter on."""
        text = SLOT.sub(
            lambda slot: self._decorated(self.word(slot[1]), decorated),
            self.rng.choice(self.patterns[name]),
        )
        text = ARTICLE.sub(r"\1n", text)
        return text[0].upper() + text[1:]

    def code(self) -> str:
        """Return a listing, in which a slot of the same name is the same word."""
        chosen: dict[str, str] = {"number": str(self.rng.randrange(2, 500))}

        def word(slot: re.Match[str]) -> str:
            if slot[1] not in chosen:
                chosen[slot[1]] = self.word(slot[1].removesuffix("_2"))
            return chosen[slot[1]]

        return SLOT.sub(word, self.rng.choice(self.patterns["code"]))

    def word(self, slot: str) -> str:
        """Return a word for `noun`, `nouns`, `verb`, `verbs`, `adjective` or `adverb`."""
        if slot in KINDS:
            return self._pick(slot)
        return _with_s(self._pick(slot[:-1]), is_verb=slot == "verbs")

    def names(self, number: int) -> list[str]:
        """Return made-up names, each once."""
        first, middle, last = (
            self.patterns["syllables"][part].split() for part in ("first", "middle", "last")
        )
        found: dict[str, None] = {}
        while len(found) < number:
            parts = [self.rng.choice(first), self.rng.choice(middle), self.rng.choice(last)]
            if len(found) > 20_000:  # of some 60,000 with three parts
                parts.insert(1, self.rng.choice(middle))
            found["".join(parts).capitalize()] = None
        return list(found)

    def _shuffled(self, name: str) -> list[str]:
        words = self.patterns[name].split()
        self.rng.shuffle(words)
        return words

    def _pick(self, kind: str) -> str:
        return self.rng.choices(self.words[kind], cum_weights=self.weights[kind])[0]

    def _decorated(self, word: str, decorated: bool) -> str:
        if decorated and self.rng.random() < DECORATED:
            return self.rng.choice(DECORATIONS).format(word)
        return word


def _zipf(number: int) -> list[float]:
    """Return cumulated weights, a little steeper than 1/n: rare words are to be rare."""
    return list(accumulate(1 / (place + 3) ** 1.3 for place in range(number)))


def _with_s(word: str, *, is_verb: bool) -> str:
    """Return the plural of a noun, or what "it" does with a verb."""
    if word.endswith("y") and word[-2] not in "aeou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(HISSING) or (is_verb and word[-1] == "o") else f"{word}s"
