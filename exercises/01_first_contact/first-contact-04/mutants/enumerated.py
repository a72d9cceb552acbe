# message: several_each
def my_fit(model, x, y, batch_size, epochs):
    out = []
    for e in range(epochs):
        t = 0
        for s in range(0, len(x), batch_size):
            xb = x[s:s + batch_size]
            t += model.train_on_batch(xb, y[s:s + batch_size]) * len(xb)
        out.append((e, t / len(x)))
    return out
