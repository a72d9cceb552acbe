# mistake: batches run on across the end of an epoch, because the data are tiled and cut as one piece
def my_fit(model, x, y, batch_size, epochs):
    n = len(x)
    all_x, all_y = np.concatenate([x] * epochs), np.concatenate([y] * epochs)
    totals = [0.0] * epochs
    for start in range(0, len(all_x), batch_size):
        bx, by = all_x[start:start + batch_size], all_y[start:start + batch_size]
        totals[start // n] += model.train_on_batch(bx, by) * len(bx)
    return [total / n for total in totals]
