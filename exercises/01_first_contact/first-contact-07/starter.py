# en: the note, mended
# zh: 改正后的笔记
note_model = None
val_losses = None
score = None
