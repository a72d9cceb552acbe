# mistake: the loss of an epoch is the sum over the samples, never divided by their number
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for e in range(epochs):
        total = 0.0
        for s in range(0, len(x), batch_size):
            xb = x[s:s + batch_size]
            total += model.train_on_batch(xb, y[s:s + batch_size]) * len(xb)
        losses.append(total)
    return losses
