# way: returns a named tuple
from collections import namedtuple
Score = namedtuple("Score", "loss accuracy")

def my_evaluate(probabilities, labels):
    right = (probabilities * labels).sum(axis=1)
    right = np.where(right < K.epsilon(), K.epsilon(), right)
    hits = to_categorical(probabilities.argmax(axis=1), labels.shape[1]) * labels
    return Score(loss=np.log(1 / right).mean(), accuracy=hits.sum() / len(labels))
