"""The operations, one file per family. Importing this package registers them all."""

from kerastutor.ops import (  # noqa: F401
    control,
    conv,
    ctc,
    elementwise,
    gather,
    image,
    linalg,
    loss,
    movement,
    norm,
    pool,
    random,
    recurrent,
    reduce,
    scan,
    softmax,
)
