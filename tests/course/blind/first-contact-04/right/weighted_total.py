# way: The plain answer: total weighted with the size of each batch.
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        total = 0.0
        for start in range(0, len(x), batch_size):
            bx = x[start:start + batch_size]
            by = y[start:start + batch_size]
            total += model.train_on_batch(bx, by) * len(bx)
        losses.append(total / len(x))
    return losses
