# mistake: returns a dictionary like history.history instead of the list in it
def my_fit(model, x, y, batch_size, epochs):
    history = {"loss": []}
    for epoch in range(epochs):
        total = 0
        for start in range(0, len(x), batch_size):
            bx, by = x[start:start + batch_size], y[start:start + batch_size]
            total += model.train_on_batch(bx, by) * len(bx)
        history["loss"].append(total / len(x))
    return history
