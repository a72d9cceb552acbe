# way: A named tuple is returned, made by static methods of a class.
from collections import namedtuple

Scores = namedtuple("Scores", ["loss", "accuracy"])


class Exam:
    @staticmethod
    def loss(p, t):
        return float(np.mean(-np.log(np.maximum((p * t).sum(axis=-1), K.epsilon()))))

    @staticmethod
    def accuracy(p, t):
        return sum(map(lambda a, b: int(np.argmax(a) == np.argmax(b)), p, t)) / len(t)


def my_evaluate(probabilities, labels):
    return Scores(Exam.loss(probabilities, labels), Exam.accuracy(probabilities, labels))
