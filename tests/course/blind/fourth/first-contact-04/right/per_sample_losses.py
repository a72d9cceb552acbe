# way: writes the mean loss to each sample of the batch and takes the mean of all
def my_fit(model, x, y, batch_size, epochs):
    x, y = np.asarray(x), np.asarray(y)
    each = np.zeros((epochs, len(x)))
    for row in each:
        for start in range(0, len(x), batch_size):
            row[start:start + batch_size] = model.train_on_batch(x=x[start:start + batch_size], y=y[start:start + batch_size])
    return list(each.mean(axis=1))
