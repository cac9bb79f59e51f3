"""Verification of a public tree by its own files: no database, no trust in the server (docs/verify.md)."""
