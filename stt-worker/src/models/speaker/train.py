"""Trains the network on what speak.py made and writes a speaker model as Vosk reads it. Usage: train.py WORKDIR MODELDIR

A small x-vector network (Snyder and others, "X-vectors: robust DNN embeddings for speaker recognition", ICASSP 2018): frame
layers, mean and standard deviation over the utterance, an affine layer. Each voice at three rates counts as three speakers.
The transform is a linear discriminant analysis.
"""
import glob
import os
import random
import sys
import numpy as np
import scipy.io.wavfile as wavfile
import scipy.linalg as linalg
import scipy.signal as sig
import torch
import kaldi

RATE, SHIFT, WIN, NFFT, NBIN, LOW, HIGH = 8000, 80, 200, 256, 23, 100.0, 3700.0
SPEEDS = [0.86, 1.0, 1.16]
LAYERS = [([-2, -1, 0, 1, 2], 80), ([-2, 0, 2], 80), ([-3, 0, 3], 80), ([0], 160)]
EMBEDDING, REDUCED, EPOCHS, BATCH = 64, 24, 14, 64
CONF = """--sample-frequency=8000
--use-energy=false
--num-mel-bins=23
--num-ceps=23
--low-freq=100
--high-freq=3700
--dither=0
"""


def mel(f):
    return 1127.0 * np.log(1.0 + np.asarray(f) / 700.0)


def filters():
    low, high = mel(LOW), mel(HIGH)
    step = (high - low) / (NBIN + 1)
    at = (mel(np.arange(NFFT // 2 + 1) * RATE / NFFT) - low)[:, None] / step - np.arange(NBIN)[None]
    return np.maximum(0, np.minimum(at, 2 - at)).astype(np.float32)


FILTERS = filters()
DCT = np.sqrt(2.0 / NBIN) * np.cos(np.pi / NBIN * np.outer(np.arange(NBIN), np.arange(NBIN) + 0.5))
DCT[0] = np.sqrt(1.0 / NBIN)
DCT = (DCT * (1 + 11 * np.sin(np.pi * np.arange(NBIN) / 22))[:, None]).T
WINDOW = (0.5 - 0.5 * np.cos(2 * np.pi / (WIN - 1) * np.arange(WIN))) ** 0.85


def mfcc(x):
    """As Kaldi computes them, of samples on the 16-bit scale."""
    f = np.lib.stride_tricks.sliding_window_view(x, WIN)[::SHIFT]
    f = f - f.mean(1, keepdims=True)
    f = np.concatenate([f[:, :1] * 0.03, f[:, 1:] - 0.97 * f[:, :-1]], 1) * WINDOW
    energy = (np.abs(np.fft.rfft(f, NFFT)) ** 2) @ FILTERS
    return np.log(np.maximum(energy, 1.2e-7)) @ DCT, np.log((f ** 2).sum(1) + 1)


def centred(m):
    """Less the mean of a sliding window of 300 frames, as Vosk does it."""
    n = len(m)
    total = np.concatenate([np.zeros((1, m.shape[1])), np.cumsum(m, 0)])
    start = np.clip(np.arange(n) - 150, 0, max(0, n - 300))
    end = np.minimum(start + 300, n)
    return m - (total[end] - total[start]) / (end - start)[:, None]


def varied(x, r):
    """A telephone, a microphone, a room's noise: what must not count."""
    x = x * (10 ** (-r.uniform(3, 24) / 20) * 32767 / (np.abs(x).max() + 1))
    if r.random() < 0.6:
        x = sig.lfilter([1.0, r.uniform(-0.7, 0.7)], [1.0], x)
    if r.random() < 0.3:
        x = sig.lfilter(*sig.butter(2, [r.uniform(150, 300) / 4000, r.uniform(3200, 3700) / 4000], 'band'), x)
    x = x + r.normal(0, 1, len(x)) * 10 ** r.uniform(0, 2)
    if r.random() < 0.4:
        y = np.clip(x / 32768, -1, 1)
        c = np.round(np.sign(y) * np.log1p(255 * np.abs(y)) / np.log(256) * 127) / 127
        x = np.sign(c) * (256.0 ** np.abs(c) - 1) / 255 * 32768
    return x


def features(x):
    m, e = mfcc(x)
    return centred(m[e > np.percentile(e, 95) - 7.5]).astype(np.float32)


def load(work):
    r = np.random.default_rng(7)
    names, speakers = sorted(os.listdir(work)), []
    for name in names:
        for speed in SPEEDS:
            made = []
            for file in sorted(glob.glob('%s/%s/*.wav' % (work, name))):
                rate, x = wavfile.read(file)
                if len(x) < rate:
                    continue
                x = sig.resample(x.astype(np.float64), int(len(x) * RATE / rate / speed))
                made.append(features(varied(x, r)))
            speakers.append(made)
    return speakers


class Net(torch.nn.Module):
    def __init__(self, speakers):
        super().__init__()
        self.frames = torch.nn.ModuleList()
        self.norms = torch.nn.ModuleList()
        before = NBIN
        for offsets, size in LAYERS:
            step = offsets[1] - offsets[0] if len(offsets) > 1 else 1
            self.frames.append(torch.nn.Conv1d(before, size, len(offsets), dilation=step))
            self.norms.append(torch.nn.BatchNorm1d(size))
            before = size
        self.embedding = torch.nn.Linear(2 * before, EMBEDDING)
        self.out = torch.nn.Sequential(torch.nn.BatchNorm1d(EMBEDDING), torch.nn.ReLU(),
                                       torch.nn.Linear(EMBEDDING, speakers))

    def embed(self, x):
        for conv, norm in zip(self.frames, self.norms):
            x = norm(torch.relu(conv(x)))
        return self.embedding(torch.cat([x.mean(2), torch.sqrt(x.var(2, unbiased=False) + 1e-10)], 1))

    def forward(self, x):
        return self.out(self.embed(x))

    def folded(self):
        """Layers without normalisation: each one's goes into what follows."""
        layers, scale, shift = [], np.ones(NBIN), np.zeros(NBIN)
        for (offsets, size), conv, norm in zip(LAYERS, self.frames, self.norms):
            w = conv.weight.detach().numpy().astype(np.float64)           # out, in, offset
            b = conv.bias.detach().numpy() + np.einsum('oik,i->o', w, shift)
            w = (w * scale[None, :, None]).transpose(0, 2, 1).reshape(size, -1)
            layers.append((offsets, w, b))
            scale = (norm.weight / torch.sqrt(norm.running_var + norm.eps)).detach().numpy().astype(np.float64)
            shift = (norm.bias - norm.running_mean * norm.weight / torch.sqrt(norm.running_var + norm.eps)).detach().numpy()
        w = self.embedding.weight.detach().numpy().astype(np.float64)
        n = len(scale)
        b = self.embedding.bias.detach().numpy() + w[:, :n] @ shift
        return layers, (w * np.concatenate([scale, np.abs(scale)])[None], b)


def crops(speakers, r, low, high):
    for _ in range(sum(len(s) for s in speakers) * 2 // BATCH):
        length = r.randint(low, high)
        xs, ys = [], []
        while len(xs) < BATCH:
            y = r.randrange(len(speakers))
            f = r.choice(speakers[y])
            if len(f) > length:
                at = r.randrange(len(f) - length)
                xs.append(f[at:at + length].T)
                ys.append(y)
        yield torch.from_numpy(np.stack(xs)), torch.tensor(ys)


def main():
    work, place = sys.argv[1:3]
    torch.manual_seed(3)
    torch.set_num_threads(1)
    r = random.Random(5)
    speakers = load(work)
    print(len(speakers), 'speakers,', sum(len(f) for s in speakers for f in s) / 6000, 'minutes', flush=True)
    net = Net(len(speakers))
    best = torch.optim.Adam(net.parameters(), 2e-3, weight_decay=1e-5)
    falling = torch.optim.lr_scheduler.CosineAnnealingLR(best, EPOCHS)
    for epoch in range(EPOCHS):
        right = seen = 0
        for x, y in crops(speakers, r, 80, 260):
            out = net(x)
            loss = torch.nn.functional.cross_entropy(out, y)
            best.zero_grad()
            loss.backward()
            best.step()
            right += int((out.argmax(1) == y).sum())
            seen += len(y)
        falling.step()
        print('epoch %d: %.1f %% right' % (epoch, 100 * right / seen), flush=True)
    net.eval()
    vectors, owners = [], []
    with torch.no_grad():
        for x, y in crops(speakers, r, 150, 250):
            vectors.append(net.embed(x).numpy())
            owners.append(y.numpy())
    v, o = np.concatenate(vectors).astype(np.float64), np.concatenate(owners)
    mean = v.mean(0)
    means = np.stack([v[o == s].mean(0) for s in range(len(speakers)) if (o == s).any()])
    within = sum((v[o == s] - v[o == s].mean(0)).T @ (v[o == s] - v[o == s].mean(0)) for s in set(o)) / len(v)
    between = (means - mean).T @ (means - mean) / len(means)
    values, axes = linalg.eigh(between, within + 0.05 * np.trace(within) / len(within) * np.eye(len(within)))
    order = np.argsort(-values)[:REDUCED]
    transform = (axes[:, order] / np.sqrt(1 + values[order])[None]).T
    os.makedirs(place, exist_ok=True)
    layers, embedding = net.folded()
    kaldi.write_network(place + '/final.ext.raw', NBIN, layers, embedding, frames=3000)
    out = kaldi.Writer()
    out.vector(mean)
    out.save(place + '/mean.vec')
    out = kaldi.Writer()
    out.matrix(transform)
    out.save(place + '/transform.mat')
    open(place + '/mfcc.conf', 'w').write(CONF)


if __name__ == '__main__':
    main()
