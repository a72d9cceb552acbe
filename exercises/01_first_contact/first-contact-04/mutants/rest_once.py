# message: rest_once
def my_fit(model, x, y, batch_size, epochs):
    out = []
    n = len(x) // batch_size * batch_size
    for e in range(epochs):
        t = 0
        for s in range(0, n, batch_size):
            t += model.train_on_batch(x[s:s + batch_size], y[s:s + batch_size]) * batch_size
        out.append(t / len(x))
    if n < len(x):
        model.train_on_batch(x[n:], y[n:])
    return out
