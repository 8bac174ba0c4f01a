"""What every window is made of: colours, letters, icons, small widgets, work in the background."""
