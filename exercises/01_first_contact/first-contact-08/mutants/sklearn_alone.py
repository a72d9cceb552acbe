# message: classes_missing
from sklearn.metrics import confusion_matrix


def confusion(probabilities, labels):
    return confusion_matrix(labels, probabilities.argmax(axis=1))
