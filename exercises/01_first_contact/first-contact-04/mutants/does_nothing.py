# message: never_trained
def my_fit(model, x, y, batch_size, epochs):
    return [0.0] * epochs
