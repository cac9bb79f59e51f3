"""The transparency log: every release is signed, logged and can be checked by anyone (docs/verify.md)."""
