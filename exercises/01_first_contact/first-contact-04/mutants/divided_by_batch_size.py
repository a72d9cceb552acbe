# message: wrong_divisor
def my_fit(model, x, y, batch_size, epochs):
    out = []
    for e in range(epochs):
        t = 0
        for s in range(0, len(x), batch_size):
            t += model.train_on_batch(x[s:s + batch_size], y[s:s + batch_size])
        out.append(t / batch_size)
    return out
