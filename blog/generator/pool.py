"""What posts and comments are put together from: made once for a run."""

from collections.abc import Callable
from typing import TypeVar

from blog.generator.blocks import Block, Piece, block, piece
from blog.generator.choosing import chance
from blog.generator.vocabulary import Vocabulary
from blog.markup import render

T = TypeVar("T")
# An excerpt is cut from the first paragraph alone if it is longer than one.
LEAD = 285
PARAGRAPH = 120
POSTS_A_NAME = 25
# At least and at most; between, one for every forty posts.
PARAGRAPHS = (60, 2_000)


class Pool:
    """Lists to choose from; the paragraphs are many, so that posts are no copies of each other."""

    def __init__(self, seed: int, posts: int) -> None:
        self.vocabulary = words = Vocabulary(chance(seed, "pool"))
        size = max(PARAGRAPHS[0], min(posts // 40, PARAGRAPHS[1]))
        self.leads = _many(size // 4, lambda: block(self._paragraph("leads", LEAD)))
        self.paragraphs = _many(size, lambda: block(self._paragraph("sentences", PARAGRAPH)))
        self.lists = _many(size // 8, lambda: block(self._list()))
        self.code = _many(size // 16, lambda: block(words.code()))
        self.quotes = _many(size // 16, lambda: block(f"> {words.sentence('sentences')}"))
        self.headings = self._headings(size // 5)
        self.excerpts = _many(size // 8, lambda: piece(words.sentence("sentences")))
        self.openings = self._pieces("title_openings", size // 8)
        self.subjects = self._pieces("title_subjects", size, small=True)
        self.endings = self._pieces("title_endings", size // 4, small=True)
        self.names = [piece(name) for name in words.names(max(10, posts // POSTS_A_NAME))]
        self.notes = [Note(pattern) for pattern in words.patterns["notes"]]
        self.comments = self._comments(size // 2)

    def _paragraph(self, first: str, length: int) -> str:
        """Return a paragraph of more than so many characters; a lead has no marks to count."""
        sentences = [self.vocabulary.sentence(first)]
        while sum(map(len, sentences)) <= length:
            sentences.append(self.vocabulary.sentence("sentences", decorated=length < LEAD))
        return " ".join(sentences)

    def _list(self) -> str:
        number = self.vocabulary.rng.randrange(3, 6)
        mark = self.vocabulary.rng.choice(["-", "1."])
        items = [self.vocabulary.sentence("items", decorated=True) for _ in range(number)]
        return "\n".join(f"{mark} {item}" for item in items)

    def _headings(self, number: int) -> list[Block]:
        """Return headings with an id of their own each."""
        found: dict[str, Block] = {}
        for _ in range(number):
            level = "##" if self.vocabulary.rng.random() < 0.8 else "###"
            heading = block(f"{level} {self.vocabulary.sentence('headings')}")
            found.setdefault(" ".join(heading.tokens), heading)
        return list(found.values())

    def _pieces(self, name: str, number: int, *, small: bool = False) -> list[Piece]:
        texts = [self.vocabulary.sentence(name) for _ in range(number)]
        return [piece(text[0].lower() + text[1:] if small else text) for text in texts]

    def _comments(self, number: int) -> list[tuple[str, str]]:
        """Return comments with their HTML."""
        texts = [self.vocabulary.sentence("comments") for _ in range(number)]
        return [(text, render(text, "markdown", ugc=True).html) for text in texts]


class Note:
    """A paragraph with room for a rare word and a unique one."""

    def __init__(self, pattern: str) -> None:
        self.pattern, self.words = pattern, len(pattern.split())
        before, rest = pattern.split("{name}")
        self.parts = [piece(part) for part in (before, *rest.split("{revision}"))]

    def filled(self, name: Piece, revision: str) -> Block:
        """Return the paragraph; a revision is one token, which ends in a digit and has no stem."""
        source = self.pattern.format(name=name.text, revision=revision)
        before, between, after = self.parts
        return Block(
            source=source,
            html=f"<p>{source}</p>\n",
            toc="",
            words=self.words,
            excerpt="",
            tokens=(*before.tokens, *name.tokens, *between.tokens, revision, *after.tokens),
            forms=(*before.forms, *name.forms, *between.forms, *after.forms),
        )


def _many(number: int, make: Callable[[], T]) -> list[T]:
    return [make() for _ in range(number)]
