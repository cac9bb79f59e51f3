"""Scans of paper documents: what a file may hold, how it is looked at without trusting it, who lets it be published."""
