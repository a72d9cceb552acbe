# mistake: It trains a copy of the model, so the model that was handed over stays as it was.
from keras.models import clone_model


def my_fit(model, x, y, batch_size, epochs):
    net = clone_model(model)
    net.set_weights(model.get_weights())
    net.compile(optimizer="sgd", loss=model.loss)
    losses = []
    for epoch in range(epochs):
        total = 0
        for i in range(0, len(x), batch_size):
            bx, by = x[i:i + batch_size], y[i:i + batch_size]
            total += net.train_on_batch(bx, by) * len(bx)
        losses.append(total / len(x))
    return losses
