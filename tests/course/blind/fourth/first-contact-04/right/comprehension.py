# way: one nested comprehension
def my_fit(model, x, y, batch_size, epochs):
    n, k = len(x), batch_size
    return [
        sum(float(model.train_on_batch(x[i:i + k], y[i:i + k])) * len(x[i:i + k]) for i in range(0, n, k)) / n
        for _ in range(epochs)
    ]
