# message: error_samples
def my_fit(model, x, y, batch_size, epochs):
    for epoch in range(epochs):
        for start in range(0, len(x), batch_size):
            model.train_on_batch(x[start : start + batch_size], y)
