"""`x[...]` on tensors, made of the other operations."""

import numpy as np

from kerastutor.graph.node import F, as_tensor
from kerastutor.graph.tensor import Tensor


def getitem(x, index):
    """`x[index]`: integers, slices, None and Ellipsis as in Python; a tensor index gathers rows."""
    if isinstance(index, Tensor):
        return F.gather(x, index)
    items = list(index) if isinstance(index, tuple) else [index]
    rank = len(x.shape)
    given = sum(1 for item in items if item is not None and item is not Ellipsis)
    if Ellipsis not in [item if item is Ellipsis else 0 for item in items]:
        items.append(Ellipsis)
    if given > rank:
        raise IndexError(
            "%s: there must be at most %d indices for shape %s, got %d."
            % (x.name, rank, tuple(x.shape), given)
        )
    begin, end, step, drop, new, starts = [], [], [], [], [], {}
    for item in items:
        here = len(begin)
        if item is Ellipsis:
            for _ in range(rank - given):
                begin.append(None), end.append(None), step.append(1)
        elif item is None:
            new.append(here)
        elif isinstance(item, slice):
            if any(isinstance(part, Tensor) for part in (item.start, item.stop, item.step)):
                raise TypeError(
                    "%s: slice bounds must be integers, got tensors. Use K.slice(x, start, "
                    "size)."
                    % x.name
                )
            (
                begin.append(item.start),
                end.append(item.stop),
                step.append(1 if item.step is None else item.step),
            )
        elif isinstance(item, Tensor):
            starts[here] = item
            drop.append(here), begin.append(None), end.append(None), step.append(1)
        elif isinstance(item, (int, np.integer)) and not isinstance(item, bool):
            size = x.shape[here]
            if size is not None and not -size <= item < size:
                raise IndexError(
                    "%s: index must lie in [%d, %d) on axis %d, got %d."
                    % (x.name, -size, size, here, item)
                )
            (
                drop.append(here),
                begin.append(int(item)),
                end.append(int(item) + 1 or None),
                step.append(1),
            )
        else:
            raise TypeError(
                "%s: index must be an integer, slice, None, Ellipsis or tensor, got %r."
                % (x.name, item)
            )
    if any(b is not None or e is not None or s != 1 for b, e, s in zip(begin, end, step)):
        x = F.slice(x, begin=tuple(begin), end=tuple(end), step=tuple(step))
    for axis, start in starts.items():
        vector = F.concat(
            *[
                F.reshape(
                    F.cast(start, dtype="int32") if i == axis else as_tensor(0, "int32"),
                    shape=(1,),
                )
                for i in range(rank)
            ],
            axis=0,
        )
        x = F.slice_at(
            x,
            vector,
            F.concat(
                F.shape(x)[:axis], as_tensor([1], "int32"), F.shape(x)[axis + 1 :], axis=0
            ),
        )
    if drop:
        x = F.squeeze(x, axes=tuple(drop))
    for i, axis in enumerate(new):
        dropped = sum(1 for d in drop if d < axis)
        x = F.expand_dims(x, axis=axis - dropped + i)
    return x


Tensor.__getitem__ = getitem
