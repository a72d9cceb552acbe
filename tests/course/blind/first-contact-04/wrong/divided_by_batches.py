# mistake: The loss weighted with sample counts is divided by the number of batches, not of samples.
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        total, batches = 0, 0
        for i in range(0, len(x), batch_size):
            bx, by = x[i:i + batch_size], y[i:i + batch_size]
            total += model.train_on_batch(bx, by) * len(bx)
            batches += 1
        losses.append(total / batches)
    return losses
