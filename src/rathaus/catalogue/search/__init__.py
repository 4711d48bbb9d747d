"""Finding a service by the words a citizen uses: `words` takes them apart, `shelf` knows who has them."""

from rathaus.catalogue.search.shelf import Entry, Found, Shelf
from rathaus.catalogue.search.words import fold, query_words, stem_text

__all__ = ["Entry", "Found", "Shelf", "fold", "query_words", "stem_text"]
