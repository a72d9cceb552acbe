# mistake: the start goes on by one sample instead of a whole batch, so the batches overlap
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for e in range(epochs):
        total, seen = 0.0, 0
        for s in range(len(x)):
            xb = x[s:s + batch_size]
            total += model.train_on_batch(xb, y[s:s + batch_size]) * len(xb)
            seen += len(xb)
        losses.append(total / seen)
    return losses
