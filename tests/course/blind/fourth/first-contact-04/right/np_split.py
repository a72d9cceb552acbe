# way: np.split at the multiples of the batch size
def my_fit(model, x, y, batch_size, epochs):
    cuts = np.arange(batch_size, len(x), batch_size)
    xs, ys = np.split(x, cuts), np.split(y, cuts)
    sizes = np.array([len(part) for part in xs])
    return np.array([
        np.dot([model.train_on_batch(a, b) for a, b in zip(xs, ys)], sizes) / sizes.sum() for _ in range(epochs)
    ])
