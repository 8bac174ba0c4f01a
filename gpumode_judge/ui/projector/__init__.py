"""What the audience sees, and the panel from which it is driven."""
