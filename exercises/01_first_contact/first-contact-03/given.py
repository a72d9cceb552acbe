import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

digits = load_digits()
x = digits.data / 16
y = digits.target
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2, random_state=0)

in_order = np.argsort(y_train, kind="stable")
x_sorted, y_sorted = x_train[in_order], y_train[in_order]
