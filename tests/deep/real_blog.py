"""A real blog: the posts of blog.rust-lang.org, which other people wrote."""

import os
from pathlib import Path

import pytest

from blog.importers.loader import load
from blog.importers.markdown import MarkdownReader
from blog.importers.report import Report

ROOT = Path(__file__).resolve().parents[2]
BESIDE = ROOT.parent / "shared" / "data" / "markdown" / "rust-blog" / "posts"
FOLDER = Path(os.environ.get("REAL_MARKDOWN", BESIDE))


def imported() -> Report:
    """Import the folder; a missing one fails, because a test that is skipped proves nothing."""
    if not FOLDER.is_dir():
        pytest.fail(f"{FOLDER} is missing. Set REAL_MARKDOWN to the posts of blog.rust-lang.org.")
    return load(MarkdownReader(FOLDER))
