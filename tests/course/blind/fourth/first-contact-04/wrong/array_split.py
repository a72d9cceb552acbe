# mistake: np.array_split makes nearly equal batches instead of full ones and a short one
def my_fit(model, x, y, batch_size, epochs):
    n = int(np.ceil(len(x) / batch_size))
    result = []
    for _ in range(epochs):
        total = 0.0
        for xb, yb in zip(np.array_split(x, n), np.array_split(y, n)):
            total += len(xb) * model.train_on_batch(xb, yb)
        result.append(total / len(x))
    return result
