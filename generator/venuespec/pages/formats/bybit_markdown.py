"""The reader of the MDX pages of a site's repository, and of the same pages saved as HTML."""

from ..readers import Reader
from . import bybit_mdx

READER = Reader(lambda page: bybit_mdx.read_page(page.file, None if page.is_html else page.folder))
