"""Who said what: signed, append-only entries and what holds because of them. No files, no clocks, no database, no Qt."""
