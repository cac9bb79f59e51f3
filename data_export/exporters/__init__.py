"""File formats of a data part, one module each; `registry.EXPORTERS` lists them in order."""
