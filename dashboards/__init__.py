"""Dash explorers under `/{lang}/explore/`: may be switched off, hold no number that the release does not hold."""
