# mistake: adds 0.01 in the logarithm as protection, which is far too much and changes every loss
def my_evaluate(probabilities, labels):
    loss = -np.mean(np.sum(labels * np.log(probabilities + 0.01), axis=1))
    acc = np.mean(probabilities.argmax(axis=1) == labels.argmax(axis=1))
    return loss, acc
