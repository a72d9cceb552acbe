# message: rest_first
def my_fit(model, x, y, batch_size, epochs):
    out = []
    r = len(x) % batch_size
    for e in range(epochs):
        t = 0
        starts = ([0] if r else []) + list(range(r, len(x), batch_size))
        ends = ([r] if r else []) + [s + batch_size for s in range(r, len(x), batch_size)]
        for a, b in zip(starts, ends):
            t += model.train_on_batch(x[a:b], y[a:b]) * len(x[a:b])
        out.append(t / len(x))
    return out
