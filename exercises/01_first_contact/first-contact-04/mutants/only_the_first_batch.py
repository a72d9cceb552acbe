# message: first_batch_only
def my_fit(model, x, y, batch_size, epochs):
    return [model.train_on_batch(x[:batch_size], y[:batch_size]) for _ in range(epochs)]
