# mistake: uses batches of 32 whatever batch_size says
def my_fit(model, x, y, batch_size, epochs):
    history = []
    for epoch in range(epochs):
        total = 0
        for start in range(0, len(x), 32):
            bx, by = x[start:start + 32], y[start:start + 32]
            total += model.train_on_batch(bx, by) * len(bx)
        history.append(total / len(x))
    return history
