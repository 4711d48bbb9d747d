"""The feed by which a town tells others what it passes on (without Django; docs/standards/feeds.md)."""

from rathaus.exchange.feed.errors import FeedError
from rathaus.exchange.feed.model import Entry, Feed
from rathaus.exchange.feed.reading import read

__all__ = ["Entry", "Feed", "FeedError", "read"]
