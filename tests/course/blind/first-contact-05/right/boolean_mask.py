# way: A boolean mask picks the right probabilities; float64 throughout; 中文注释。
def my_evaluate(probabilities, labels):
    掩码 = np.asarray(labels) > 0.5
    正确概率 = np.asarray(probabilities, dtype=np.float64)[掩码]
    损失 = np.mean([-np.log(p) if p > K.epsilon() else -np.log(K.epsilon()) for p in 正确概率])
    # 准确率：最大的概率是否在正确的位置
    准确率 = np.equal(np.argmax(probabilities, 1), np.argmax(labels, 1)).mean()
    return 损失, 准确率
