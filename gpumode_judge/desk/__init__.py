"""What a person does: the use cases behind the windows and the commands."""
