"""The organizers' window: import, hand out, merge, watch, decide."""
