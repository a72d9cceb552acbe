# mistake: the slice ends at batch_size instead of start + batch_size, so later batches are empty
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for e in range(epochs):
        total = 0.0
        for s in range(0, len(x), batch_size):
            xb, yb = x[s:batch_size], y[s:batch_size]
            total += model.train_on_batch(xb, yb) * len(xb)
        losses.append(total / len(x))
    return losses
