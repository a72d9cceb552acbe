# way: boolean mask for the right places, a named tuple as result
from collections import namedtuple

Score = namedtuple("Score", ["loss", "accuracy"])


def my_evaluate(probabilities, labels):
    right = probabilities[labels.astype(bool)]
    right = np.where(right < K.epsilon(), K.epsilon(), right)
    hits = np.equal(probabilities.argmax(1), labels.argmax(1))
    return Score(loss=np.negative(np.log(right)).mean(), accuracy=hits.mean())
