"""GPU MODE Judge: offline judging, merging, live standings and awards for in-person hackathons."""

__version__ = "0.1.0"
