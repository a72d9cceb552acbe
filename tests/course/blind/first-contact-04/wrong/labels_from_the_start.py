# mistake: The labels of the first batch are used for every batch.
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        total = 0
        for i in range(0, len(x), batch_size):
            bx = x[i:i + batch_size]
            by = y[:len(bx)]
            total += model.train_on_batch(bx, by) * len(bx)
        losses.append(total / len(x))
    return losses
