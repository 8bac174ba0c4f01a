"""Where everything begins: the start window, the new event, and what this laptop remembers of its windows."""
