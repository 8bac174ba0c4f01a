"""The one error that is meant for a person."""


class Problem(Exception):
    """Something that a person can mend, told in one clear sentence: what, where, and how to mend it.

    Every layer raises this for bad input; the desks show ``str(problem)`` and nothing that was saved is touched.
    """
