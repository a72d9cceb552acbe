# way: The integer formula of C programmers, with min for batches larger than the data.
def count_updates(samples: int, batch_size: int, epochs: int) -> int:
    """Number of weight updates that fit makes."""
    b = min(batch_size, samples)
    steps_per_epoch = (samples + b - 1) // b
    return epochs * steps_per_epoch
