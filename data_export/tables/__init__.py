"""The tables of a data part, one module each (design contract 3)."""
