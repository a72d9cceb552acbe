# mistake: looks at the first sample only for the loss
def my_evaluate(probabilities, labels):
    right = probabilities[0, np.argmax(labels[0])]
    loss = -np.log(max(right, K.epsilon()))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
