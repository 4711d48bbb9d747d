"""The package: what one town passes on to another, in one signed file (pure Python; docs/standards/packages.md)."""

from rathaus.exchange.package.errors import PackageError
from rathaus.exchange.package.limits import LIMITS, Limits
from rathaus.exchange.package.manifest import Ancestor, Kind, Manifest, Origin
from rathaus.exchange.package.packages import Cover, Package, build, read
from rathaus.exchange.package.signing import fingerprint

__all__ = [
    "LIMITS",
    "Ancestor",
    "Cover",
    "Kind",
    "Limits",
    "Manifest",
    "Origin",
    "Package",
    "PackageError",
    "build",
    "fingerprint",
    "read",
]
