"""Natyija: the public results portal and open-data publisher of an election commission."""

__version__ = "0.1.0"
