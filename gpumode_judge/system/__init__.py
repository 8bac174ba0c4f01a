"""The machine under the app: folders, resources, safe files, clock, log. Knows no Qt and no event."""
