"""The judge's desk on the screen: join once, score by keyboard, hand in."""
