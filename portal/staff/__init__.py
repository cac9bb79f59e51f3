"""The protected write side: pages of the commission's staff (R53 ¶62), apart from the public pages in every way."""
