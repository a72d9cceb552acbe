# way: Full batches and the rest are handled one after the other.
def my_fit(model, x, y, batch_size, epochs):
    n = len(x)
    full, rest = divmod(n, batch_size)
    losses = [0] * epochs
    for e in range(epochs):
        for b in range(full):
            lo = b * batch_size
            losses[e] += batch_size * model.train_on_batch(
                x[lo:lo + batch_size], y[lo:lo + batch_size])
        if rest:
            losses[e] += rest * model.train_on_batch(x[-rest:], y[-rest:])
        losses[e] /= n
    return losses
