"""What is judged: plain, frozen values. No files, no clocks, no database, no Qt."""
