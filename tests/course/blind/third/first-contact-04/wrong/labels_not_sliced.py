# mistake: each batch of x goes with all of y, so the lengths do not fit
def my_fit(model, x, y, batch_size, epochs):
    history = []
    for epoch in range(epochs):
        total = 0
        for start in range(0, len(x), batch_size):
            bx = x[start:start + batch_size]
            total += model.train_on_batch(bx, y) * len(bx)
        history.append(total / len(x))
    return history
