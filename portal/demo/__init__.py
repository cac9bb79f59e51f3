"""The demonstration: archived campaigns with real totals, an invented national campaign, and its election day."""
