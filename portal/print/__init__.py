"""Printable documents, made from published documents only."""
