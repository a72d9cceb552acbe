# mistake: the loops are swapped, each batch is trained for all epochs before the next batch comes
def my_fit(model, x, y, batch_size, epochs):
    totals = [0.0] * epochs
    for start in range(0, len(x), batch_size):
        bx, by = x[start:start + batch_size], y[start:start + batch_size]
        for epoch in range(epochs):
            totals[epoch] += model.train_on_batch(bx, by) * len(bx)
    return [total / len(x) for total in totals]
