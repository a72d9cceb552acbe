# way: np.split at the batch borders, done once before training
def my_fit(model, x, y, batch_size, epochs):
    borders = np.arange(batch_size, len(x), batch_size)
    batches = list(zip(np.split(x, borders), np.split(y, borders)))
    losses = []
    for _ in range(epochs):
        results = np.array([model.train_on_batch(bx, by) for bx, by in batches], dtype="float64")
        sizes = np.array([len(bx) for bx, _ in batches])
        losses.append(results.dot(sizes) / sizes.sum())
    return losses
