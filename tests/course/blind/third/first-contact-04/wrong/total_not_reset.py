# mistake: the sum is not set to zero at the start of each epoch
def my_fit(model, x, y, batch_size, epochs):
    history = []
    total = 0
    for epoch in range(epochs):
        for start in range(0, len(x), batch_size):
            bx, by = x[start:start + batch_size], y[start:start + batch_size]
            total += model.train_on_batch(bx, by) * len(bx)
        history.append(total / len(x))
    return history
