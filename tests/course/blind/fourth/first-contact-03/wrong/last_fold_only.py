# mistake: returns the fifth that StratifiedKFold gives for testing and loses the others
from sklearn.model_selection import StratifiedKFold

def mix(x, y):
    for train, test in StratifiedKFold(n_splits=5, shuffle=True).split(x, y):
        pass
    return x[test], y[test]
