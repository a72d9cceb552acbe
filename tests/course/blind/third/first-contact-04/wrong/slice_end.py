# mistake: the slice ends at batch_size instead of start + batch_size, so later batches are empty
def my_fit(model, x, y, batch_size, epochs):
    history = []
    for epoch in range(epochs):
        total = 0
        for start in range(0, len(x), batch_size):
            bx, by = x[start:batch_size], y[start:batch_size]
            total += model.train_on_batch(bx, by) * len(bx)
        history.append(total / len(x))
    return history
