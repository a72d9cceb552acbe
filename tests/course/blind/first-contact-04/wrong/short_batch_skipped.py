# mistake: len(x) // batch_size batches leave the short last batch out.
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    n = len(x) // batch_size
    for epoch in range(epochs):
        s = 0
        for b in range(n):
            part = slice(b * batch_size, (b + 1) * batch_size)
            s += model.train_on_batch(x[part], y[part]) * batch_size
        losses.append(s / (n * batch_size))
    return losses
