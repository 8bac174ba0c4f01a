"""The faces with windows: the only place that knows Qt."""
