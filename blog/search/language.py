"""The stemmer of the blog's language."""

from functools import lru_cache
from typing import Any

import snowballstemmer
from django.conf import settings

ALGORITHMS = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}


def stem(word: str) -> str:
    """Return the stem of a word in LANGUAGE_CODE; the word itself where the language has none.

    After a change of the language, `manage.py reindex_search` brings the index along.
    """
    stemmer = _stemmer(settings.LANGUAGE_CODE)
    return word if stemmer is None else stemmer.stemWord(word)


def has_accents() -> bool:
    """Whether endings of the language carry accents, which many leave out as they type."""
    return not settings.LANGUAGE_CODE.lower().startswith("en")


@lru_cache(maxsize=4)
def _stemmer(code: str) -> Any:
    algorithm = ALGORITHMS.get(code.partition("-")[0].lower())
    return snowballstemmer.stemmer(algorithm) if algorithm else None
