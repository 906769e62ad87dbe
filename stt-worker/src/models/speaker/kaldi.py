"""Kaldi's binary forms of a network, a vector and a matrix, as Vosk's speaker models hold them."""
import struct
import numpy as np


class Writer:
    def __init__(self):
        self.bytes = bytearray(b'\0B')

    def token(self, text):
        self.bytes += text.encode() + b' '

    def integer(self, value):
        self.bytes += b'\4' + struct.pack('<i', value)

    def real(self, value):
        self.bytes += b'\4' + struct.pack('<f', value)

    def flag(self, value):
        self.bytes += b'T' if value else b'F'

    def vector(self, values):
        self.token('FV')
        self.integer(len(values))
        self.bytes += np.asarray(values, '<f4').tobytes()

    def matrix(self, values):
        self.token('FM')
        self.integer(values.shape[0])
        self.integer(values.shape[1])
        self.bytes += np.ascontiguousarray(values, '<f4').tobytes()

    def save(self, path):
        with open(path, 'wb') as file:
            file.write(self.bytes)


def _affine(out, name, weights, biases):
    out.token('<ComponentName>')
    out.token(name)
    out.token('<FixedAffineComponent>')
    out.token('<LinearParams>')
    out.matrix(weights)
    out.token('<BiasParams>')
    out.vector(biases)
    out.token('</FixedAffineComponent>')


def _rectifier(out, name, size):
    out.token('<ComponentName>')
    out.token(name)
    out.token('<RectifiedLinearComponent>')
    out.token('<Dim>')
    out.integer(size)
    for average in ('<ValueAvg>', '<DerivAvg>'):
        out.token(average)
        out.vector([])
    out.token('<Count>')
    out.bytes += b'\10' + struct.pack('<d', 0.0)
    out.token('</RectifiedLinearComponent>')


def _pooling(out, size, frames):
    out.token('<ComponentName>')
    out.token('stats.extraction')
    out.token('<StatisticsExtractionComponent>')
    for name, value in (('<InputDim>', size), ('<InputPeriod>', 1), ('<OutputPeriod>', 1)):
        out.token(name)
        out.integer(value)
    out.token('<IncludeVarinance>')     # Kaldi's own spelling
    out.flag(True)
    out.token('</StatisticsExtractionComponent>')
    out.token('<ComponentName>')
    out.token('stats.pooling')
    out.token('<StatisticsPoolingComponent>')
    for name, value in (('<InputDim>', 2 * size + 1), ('<InputPeriod>', 1), ('<LeftContext>', 0),
                        ('<RightContext>', frames), ('<NumLogCountFeatures>', 0)):
        out.token(name)
        out.integer(value)
    out.token('<OutputStddevs>')
    out.flag(True)
    out.token('<VarianceFloor>')
    out.real(1e-10)
    out.token('</StatisticsPoolingComponent>')


def write_network(path, inputs, layers, embedding, frames=10000):
    """layers: (offsets, weights, biases) of each frame layer; embedding: (weights, biases) after the pooling."""
    config = ['input-node name=input dim=%d' % inputs]
    before = 'input'
    for i, (offsets, _, _) in enumerate(layers):
        parts = ', '.join('Offset(%s, %d)' % (before, k) if k else before for k in offsets)
        spliced = 'Append(%s)' % parts if len(offsets) > 1 else parts
        config.append('component-node name=tdnn%d.affine component=tdnn%d.affine input=%s' % (i, i, spliced))
        config.append('component-node name=tdnn%d.relu component=tdnn%d.relu input=tdnn%d.affine' % (i, i, i))
        before = 'tdnn%d.relu' % i
    config.append('component-node name=stats.extraction component=stats.extraction input=' + before)
    config.append('component-node name=stats.pooling component=stats.pooling input=stats.extraction')
    config.append('component-node name=embedding component=embedding input=stats.pooling')
    config.append('output-node name=output input=embedding objective=linear')
    out = Writer()
    out.token('<Nnet3>')
    out.bytes += ('\n' + '\n'.join(config) + '\n\n').encode()
    out.token('<NumComponents>')
    out.integer(2 * len(layers) + 3)
    for i, (_, weights, biases) in enumerate(layers):
        _affine(out, 'tdnn%d.affine' % i, weights, biases)
        _rectifier(out, 'tdnn%d.relu' % i, len(biases))
    _pooling(out, len(layers[-1][2]), frames)
    _affine(out, 'embedding', *embedding)
    out.token('</Nnet3>')
    out.save(path)
