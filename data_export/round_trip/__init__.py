"""From the documents of a release back to a campaign package, which another instance can import (docs/package.md)."""
