# way: np.average with the batch sizes as weights, returns an array
def my_fit(model, x, y, batch_size, epochs):
    starts = range(0, len(x), batch_size)
    sizes = [min(batch_size, len(x) - start) for start in starts]
    table = np.zeros((epochs, len(sizes)))
    for epoch in range(epochs):
        for column, start in enumerate(starts):
            part = np.s_[start:start + batch_size]
            table[epoch, column] = model.train_on_batch(x[part], y[part])
    return np.average(table, axis=1, weights=sizes)
