def my_fit(model, x, y, batch_size, epochs):
    cuts = np.arange(batch_size, len(x), batch_size)
    history = []
    for _ in range(epochs):
        parts = list(zip(np.split(x, cuts), np.split(y, cuts)))
        each = [model.train_on_batch(a, b) for a, b in parts]
        history.append(np.average(each, weights=[len(a) for a, b in parts]))
    return np.array(history)
