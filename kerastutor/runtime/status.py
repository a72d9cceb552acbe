"""What a kernel's status means: kernels cannot raise, they leave a number, and this turns it into
an error.
"""

LABEL, INDEX = 1, 2

_MESSAGES = {
    LABEL: "sparse_categorical_crossentropy: labels must lie in [0, %d), got %d. The last layer "
    "needs one unit per class, and labels count from 0.",
    INDEX: "gather: indices must lie in [0, %d), got %d. In an Embedding layer input_dim must be "
    "larger than the largest index.",
}


def explain_status(status, value, limit):
    """Raise the error that a kernel reported. No variable has been changed by the failed run.

    # Arguments
        status: which error.
        value: the wrong label or index.
        limit: the number of classes or rows.
    """
    raise ValueError(_MESSAGES[status] % (limit, value))
