# mistake: the sum of the losses is not set back to 0 at the start of an epoch
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    total = 0.0
    for e in range(epochs):
        for s in range(0, len(x), batch_size):
            xb = x[s:s + batch_size]
            total += model.train_on_batch(xb, y[s:s + batch_size]) * len(xb)
        losses.append(total / len(x))
    return losses
