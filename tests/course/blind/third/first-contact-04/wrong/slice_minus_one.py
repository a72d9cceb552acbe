# mistake: believes that the end of a slice is included, so a sample of each batch is left out
def my_fit(model, x, y, batch_size, epochs):
    history = []
    for epoch in range(epochs):
        total, seen = 0, 0
        for start in range(0, len(x), batch_size):
            end = start + batch_size - 1
            bx, by = x[start:end], y[start:end]
            total += model.train_on_batch(bx, by) * len(bx)
            seen += len(bx)
        history.append(total / seen)
    return history
