"""Open data files of a release: tables, exporters, description and independent recomputation (docs/open-data.md)."""
