# mistake: range(1, epochs) trains one epoch too few
def my_fit(model, x, y, batch_size, epochs):
    history = []
    for epoch in range(1, epochs):
        total = 0
        for start in range(0, len(x), batch_size):
            bx, by = x[start:start + batch_size], y[start:start + batch_size]
            total += model.train_on_batch(bx, by) * len(bx)
        history.append(total / len(x))
    return history
