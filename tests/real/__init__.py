"""Real elections the whole way: package, store, release, file and rendered page."""
