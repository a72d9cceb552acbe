# message: always_the_same
def my_fit(model, x, y, batch_size, epochs):
    ls = []
    for e in range(epochs):
        for s in range(0, len(x), batch_size):
            ls.append(model.train_on_batch(x[s:s + batch_size], y[s:s + batch_size]))
    return [np.mean(ls)] * epochs
