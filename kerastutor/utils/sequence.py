"""Batches by number: the `Sequence` protocol."""


class Sequence:
    """A data set that is asked for its batches by number.

    Unlike a generator, several workers may read it without giving a batch twice. A subclass
    defines `__getitem__` and `__len__`, and may change the data in `on_epoch_end`.

    # Example

    ```python
    class Pieces(Sequence):
        def __init__(self, x, y, batch_size):
            self.x, self.y, self.batch_size = x, y, batch_size

        def __len__(self):
            return -(-len(self.x) // self.batch_size)

        def __getitem__(self, index):
            rows = slice(index * self.batch_size, (index + 1) * self.batch_size)
            return self.x[rows], self.y[rows]
    ```
    """

    use_sequence_api = True

    def __getitem__(self, index):
        """Returns batch number `index`: `(x, y)` or `(x, y, sample_weight)`."""
        raise NotImplementedError("Sequence: __getitem__(self, index) must be defined in a "
                                  f"subclass, got none in {type(self).__name__}. Add it.")

    def __len__(self):
        """Returns the number of batches in an epoch."""
        raise NotImplementedError("Sequence: __len__(self) must be defined in a subclass, got "
                                  f"none in {type(self).__name__}. Add it.")

    def on_epoch_end(self):
        """Called after each epoch; does nothing unless overridden."""

    def __iter__(self):
        """Yields the batches of one epoch in order."""
        for i in range(len(self)):
            yield self[i]
