# way: sklearn's accuracy_score, and fancy indexing for the loss.
from sklearn.metrics import accuracy_score


def my_evaluate(probabilities, labels):
    truth = np.argmax(labels, axis=-1)
    chosen = probabilities[range(len(truth)), truth]
    loss = np.average(-np.log(np.fmax(chosen, K.epsilon())))
    print("loss", loss)
    return loss, accuracy_score(truth, np.argmax(probabilities, axis=-1))
