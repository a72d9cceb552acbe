# mistake: the range stops a batch too early, so the last batch (full or short) is never trained
def my_fit(model, x, y, batch_size, epochs):
    history = []
    for epoch in range(epochs):
        total, seen = 0.0, 0
        for start in range(0, len(x) - batch_size, batch_size):
            bx, by = x[start:start + batch_size], y[start:start + batch_size]
            total += model.train_on_batch(bx, by) * len(bx)
            seen += len(bx)
        history.append(total / max(seen, 1))
    return history
