"""The read side: opens releases from `NATYIJA_HOME/public`, checks every byte by its hash, and knows no database."""
