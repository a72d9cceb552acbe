# way: np.split at the borders of the batches.
def my_fit(model, x, y, batch_size, epochs):
    at = np.arange(batch_size, len(x), batch_size)
    xs, ys = np.split(x, at), np.split(y, at)
    losses = []
    for _ in range(epochs):
        per_sample = []
        for bx, by in zip(xs, ys):
            loss = model.train_on_batch(bx, by)
            per_sample += [float(loss)] * len(bx)  # 每个样本记一次
        losses.append(float(np.mean(per_sample)))
    return losses
