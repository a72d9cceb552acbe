# way: a generator of batches and np.average with weights
def batches(x, y, size):
    for start in range(0, len(x), size):
        yield x[start:start + size], y[start:start + size]

def my_fit(model, x, y, batch_size, epochs):
    out = []
    for _ in range(epochs):
        pairs = [(model.train_on_batch(a, b), len(a)) for a, b in batches(x, y, batch_size)]
        values, weights = zip(*pairs)
        out.append(np.average(values, weights=weights))
    return out
