# message: open_end
def my_fit(model, x, y, batch_size, epochs):
    out = []
    for e in range(epochs):
        t = 0
        for s in range(0, len(x), batch_size):
            xb, yb = x[s:], y[s:]
            t += model.train_on_batch(xb, yb) * len(xb)
        out.append(t / len(x))
    return out
