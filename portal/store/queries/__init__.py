"""Questions to the store; each returns immutable domain values and reads only what was asked."""
