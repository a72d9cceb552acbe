"""Cases: recurrent layers, their cells and options, masks, and the wrappers."""
from tests.parity.cases.layer import L, R, layer
from tests.parity.source import floats, sequences

MASK = [L("Masking")]
X = floats(3, 4, 2)
# Lengths 0 and "the whole sequence" are both there; the last row is masked altogether.
PADDED = sequences([4, 2, 1, 0], 4, 4, 2)
KINDS = ("SimpleRNN", "GRU", "LSTM")


def rnn(kind, suffix, inputs=X, before=(), **args):
    """A case of one of the three layers."""
    options = {k: args.pop(k) for k in ("call", "fixed_batch") if k in args}
    name = f"{kind.lower()}_{suffix}"
    return layer(name, kind, inputs, dict(args, units=3), before=before, **options)


CASES = []
for _kind in KINDS:
    _states = [floats(3, 3)] * (2 if _kind == "LSTM" else 1)
    CASES += [
        rnn(_kind, "last"),
        rnn(_kind, "sequence", return_sequences=True),
        rnn(_kind, "backwards", go_backwards=True),
        rnn(_kind, "backwards_sequence", go_backwards=True, return_sequences=True),
        rnn(_kind, "unroll", unroll=True, return_sequences=True),
        rnn(_kind, "states", return_state=True),
        rnn(_kind, "states_sequence", return_state=True, return_sequences=True),
        rnn(_kind, "initial", [X] + _states, call="initial_state", return_sequences=True),
        rnn(_kind, "no_bias", use_bias=False),
        rnn(_kind, "relu", activation="relu"),
        rnn(_kind, "dropout_config", dropout=0.0, recurrent_dropout=0.0,
            recurrent_initializer="glorot_uniform"),
        rnn(_kind, "mask", PADDED, MASK),
        rnn(_kind, "mask_sequence", PADDED, MASK, return_sequences=True),
        rnn(_kind, "mask_backwards", PADDED, MASK, go_backwards=True, return_sequences=True),
        rnn(_kind, "mask_states", PADDED, MASK, return_state=True),
        rnn(_kind, "mask_unroll", PADDED, MASK, unroll=True, return_sequences=True),
        rnn(_kind, "penalties", kernel_regularizer=R("l2", l=0.01),
            recurrent_regularizer=R("l1", l=0.01), activity_regularizer=R("l2", l=0.1)),
    ]
CASES += [
    rnn("GRU", "implementation_2", implementation=2),
    rnn("GRU", "reset_after", reset_after=True, return_sequences=True),
    rnn("GRU", "reset_after_2", reset_after=True, implementation=2),
    rnn("GRU", "reset_after_mask", PADDED, MASK, reset_after=True),
    rnn("GRU", "reset_after_no_bias", reset_after=True, use_bias=False),
    rnn("GRU", "sigmoid", recurrent_activation="sigmoid", reset_after=True),
    rnn("LSTM", "implementation_2", implementation=2),
    rnn("LSTM", "sigmoid", recurrent_activation="sigmoid"),
    rnn("LSTM", "no_forget_bias", unit_forget_bias=False),
]

CELLS = [L("SimpleRNNCell", units=3), L("GRUCell", units=2), L("LSTMCell", units=3)]
CASES += [
    layer("rnn_" + cell["layer"].lower(), "RNN", X, {"cell": cell, "return_sequences": True})
    for cell in CELLS
] + [
    layer("rnn_stacked", "RNN", X, {"cell": CELLS}),
    layer("rnn_stacked_cells", "RNN", X, {"cell": L("StackedRNNCells", cells=CELLS[:2])}),
    layer("rnn_stacked_states", "RNN", X, {"cell": CELLS[:2], "return_state": True}),
    # Keras 2.2.4 itself fails on a mask when the states of the cells differ in width.
    layer("rnn_stacked_mask", "RNN", PADDED,
          {"cell": [L("GRUCell", units=3), L("LSTMCell", units=3)]}, before=MASK),
]

CASES += [
    layer("time_dense", "TimeDistributed", floats(2, 3, 4),
          {"layer": L("Dense", units=2, name="inner")}),
    layer("time_conv", "TimeDistributed", floats(2, 2, 4, 4, 1),
          {"layer": L("Conv2D", filters=2, kernel_size=3, name="inner")}),
    layer("time_mask", "TimeDistributed", PADDED, {"layer": L("Dense", units=2, name="inner")},
          before=MASK),
    layer("time_penalty", "TimeDistributed", floats(2, 3, 4),
          {"layer": L("Dense", units=2, name="inner", kernel_regularizer=R("l2", l=0.1),
                      activity_regularizer=R("l1", l=0.1))}),
    layer("time_batch_norm", "TimeDistributed", floats(2, 3, 4),
          {"layer": L("BatchNormalization", name="inner")}),
    layer("time_fixed_batch", "TimeDistributed", floats(2, 3, 4),
          {"layer": L("Dense", units=2, name="inner")}, fixed_batch=True),
]
for _mode in ("concat", "sum", "mul", "ave", None):
    CASES.append(layer(f"bidirectional_{_mode}", "Bidirectional", X,
                       {"layer": L("LSTM", units=2, name="inner"), "merge_mode": _mode}))
CASES += [
    layer("bidirectional_sequence", "Bidirectional", X,
          {"layer": L("GRU", units=2, return_sequences=True, name="inner")}),
    layer("bidirectional_none_sequence", "Bidirectional", X,
          {"layer": L("SimpleRNN", units=2, return_sequences=True, name="inner"),
           "merge_mode": None}),
    layer("bidirectional_states", "Bidirectional", X,
          {"layer": L("LSTM", units=2, return_state=True, name="inner")}),
    layer("bidirectional_mask", "Bidirectional", PADDED,
          {"layer": L("LSTM", units=2, return_sequences=True, name="inner")}, before=MASK),
]

FRAMES = floats(1, 3, 4, 3, 2)


def conv_lstm(suffix, inputs=FRAMES, **args):
    """A case of ConvLSTM2D."""
    return layer("conv_lstm2d_" + suffix, "ConvLSTM2D", inputs, dict(args, filters=2))


CASES += [
    conv_lstm("last", kernel_size=2),
    conv_lstm("sequence", kernel_size=3, padding="same", return_sequences=True),
    conv_lstm("states", kernel_size=2, return_state=True),
    conv_lstm("backwards", kernel_size=2, go_backwards=True, return_sequences=True),
    conv_lstm("strides", kernel_size=2, strides=(2, 1)),
    layer("conv_rnn2d", "ConvRNN2D", FRAMES,
          {"cell": L("ConvLSTM2DCell", filters=2, kernel_size=2), "return_sequences": True}),
    conv_lstm("first", floats(1, 3, 2, 4, 3), kernel_size=2, data_format="channels_first"),
]
