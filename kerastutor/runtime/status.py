"""What a kernel's status means: kernels cannot raise, they leave a number, and this turns it into an error."""

LABEL, INDEX = 1, 2

_MESSAGES = {
    LABEL: "sparse_categorical_crossentropy: labels must lie in [0, number of units), got %d. The last layer needs one unit per "
           "class; labels count from 0.",
    INDEX: "gather: indices must lie in [0, rows of the table), got %d. In an Embedding layer input_dim must be larger than the "
           "largest index.",
}


def explain_status(plan, status, detail):
    """Raise the error that a kernel reported. No variable has been changed by the failed run."""
    raise ValueError(_MESSAGES.get(status, "a kernel failed with status %d (%%d)." % status) % detail)
