# way: train_test_split and joining the two parts again
def mix(x, y):
    x_a, x_b, y_a, y_b = train_test_split(x, y, test_size=0.2, shuffle=True)
    print(len(y_a), "for training,", len(y_b), "for the exam")
    return np.concatenate([x_a, x_b]), np.concatenate([y_a, y_b])
