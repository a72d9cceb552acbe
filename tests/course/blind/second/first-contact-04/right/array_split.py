# way: np.split at the borders
def my_fit(model, x, y, batch_size, epochs):
    borders = list(range(batch_size, len(x), batch_size))
    batches = list(zip(np.split(x, borders), np.split(y, borders)))
    return [sum(model.train_on_batch(a, b) * len(a) for a, b in batches) / len(x) for _ in range(epochs)]
