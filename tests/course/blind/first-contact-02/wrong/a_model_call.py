# mistake: It hands back the History of a fit and not the number of updates.
def count_updates(samples, batch_size, epochs):
    model = Sequential([Dense(1, input_shape=(1,))])
    model.compile("sgd", "mse")
    return model.fit(np.zeros((samples, 1)), np.zeros(samples), batch_size, epochs, verbose=0)
