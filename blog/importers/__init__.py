"""Reading other systems' content; each importer yields plain records, one loader writes them."""

from blog.importers.markdown import MarkdownReader
from blog.importers.records import Reader

# What `manage.py import_content` offers. A reader is made with the path of a file or folder.
READERS: dict[str, type[Reader]] = {"markdown": MarkdownReader}

__all__ = ["READERS"]
