"""Entry of turnout and protocols by ОИК/ТИК administrators, and consolidated protocols (R53 ¶35, ¶41-51)."""
