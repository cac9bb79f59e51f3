"""Geometry of campaigns: borders in, map files out. It is given what to draw and fetches nothing (docs/maps.md)."""
