# message: measured_apart
def my_fit(model, x, y, batch_size, epochs):
    out = []
    for e in range(epochs):
        out.append(model.evaluate(x, y, verbose=0))
        for s in range(0, len(x), batch_size):
            model.train_on_batch(x[s:s + batch_size], y[s:s + batch_size])
    return out
