# message: runs_over
def my_fit(model, x, y, batch_size, epochs):
    xs, ys = np.concatenate([x] * epochs), np.concatenate([y] * epochs)
    out = []
    for s in range(0, len(xs), batch_size):
        out.append(model.train_on_batch(xs[s:s + batch_size], ys[s:s + batch_size]))
    return out[:epochs]
