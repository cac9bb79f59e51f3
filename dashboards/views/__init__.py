"""From documents to views: what a figure shows, its summary in words, and the table beside it."""
