# mistake: zeros are not replaced, so the loss becomes inf or nan
def my_evaluate(probabilities, labels):
    loss = -np.mean(np.sum(labels * np.log(probabilities), axis=1))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
