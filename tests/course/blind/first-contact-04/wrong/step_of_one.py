# mistake: The start moves by one sample instead of a batch, so the batches overlap.
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        total = n = 0
        for i in range(len(x)):
            bx, by = x[i:i + batch_size], y[i:i + batch_size]
            total += model.train_on_batch(bx, by) * len(bx)
            n += len(bx)
        losses.append(total / n)
    return losses
