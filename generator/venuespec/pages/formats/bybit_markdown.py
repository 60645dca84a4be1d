"""The reader of the MDX pages of a site's repository, and of the same pages saved as HTML."""

from ..readers import PageReader
from . import bybit_links, bybit_mdx

READER = PageReader(
    lambda page: bybit_mdx.read_page(page.file, None if page.is_html else page.folder),
    has_one_each=True,
    of_text=lambda page: bybit_mdx.read_text(page.text, page.file, page.folder or bybit_links.folder_of(page.file)),
)
