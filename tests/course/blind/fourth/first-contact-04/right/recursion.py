# way: recursion over the epochs, a list put together from the front
def my_fit(model, x, y, batch_size, epochs):
    if epochs == 0:
        return []
    total = 0.0
    for start in range(0, len(x), batch_size):
        rows = np.arange(start, min(start + batch_size, len(x)))
        total += model.train_on_batch(x[rows], y[rows]) * rows.size
    return [total / len(x)] + my_fit(model, x, y, batch_size, epochs - 1)
