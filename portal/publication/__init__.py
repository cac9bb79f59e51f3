"""From facts to immutable releases: gate, tabulation, checks, documents, manifest, pointer."""
