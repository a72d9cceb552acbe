# mistake: compiles the model anew with a loss and an optimizer of its own choice
def my_fit(model, x, y, batch_size, epochs):
    model.compile(loss="mean_absolute_error", optimizer="adam")
    history = []
    for epoch in range(epochs):
        total = 0
        for start in range(0, len(x), batch_size):
            bx, by = x[start:start + batch_size], y[start:start + batch_size]
            total += model.train_on_batch(bx, by) * len(bx)
        history.append(total / len(x))
    return history
