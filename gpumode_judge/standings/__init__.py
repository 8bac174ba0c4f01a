"""What the marks mean. Pure: no files, no clocks, no database, no Qt."""
