# message: trained_another
from keras.models import clone_model


def my_fit(model, x, y, batch_size, epochs):
    other = clone_model(model)
    other.compile("sgd", "mse")
    losses = []
    for epoch in range(epochs):
        total = 0
        for start in range(0, len(x), batch_size):
            xb, yb = x[start : start + batch_size], y[start : start + batch_size]
            total += other.train_on_batch(xb, yb) * len(xb)
        losses.append(total / len(x))
    return losses
