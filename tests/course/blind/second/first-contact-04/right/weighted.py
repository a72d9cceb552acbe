# way: np.average with the sizes as weights
def my_fit(model, x, y, batch_size, epochs):
    out = []
    for _ in range(epochs):
        ls, ws = [], []
        for s in range(0, len(x), batch_size):
            xb, yb = x[s:s + batch_size], y[s:s + batch_size]
            ls.append(model.train_on_batch(xb, yb))
            ws.append(len(xb))
        out.append(np.average(ls, weights=ws))
    return out
