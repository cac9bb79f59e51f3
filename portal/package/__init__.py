"""Campaign packages (design, contract 1; docs/package.md): read, checked, and handed on as domain values. No SQL."""
