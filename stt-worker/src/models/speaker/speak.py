"""Speech to train on: strings of random words in the voices of flite, Festival and eSpeak NG.

Usage: speak.py WORDS.txt WORKDIR   (WORDS.txt: a word a line, what follows it is ignored; such as a model's words.txt)

flite's rms and slt, and MaryTTS, whose voice is slt too, are held out: the samples that the model is judged by are theirs.
"""
import os
import random
import subprocess
import sys

SENTENCES = 40
FLITE = ['awb', 'kal16']
FESTIVAL = ['ked_diphone', 'czech_dita', 'czech_krb', 'czech_machac', 'czech_ph', 'lp_diphone', 'pc_diphone',
            'upc_ca_ona_hts', 'suo_fi_lj_diphone', 'hy_fi_mv_diphone']
ESPEAK = ['Alicia', 'Andrea', 'Andy', 'belinda', 'benjamin', 'caleb', 'Denis', 'ed', 'Gene', 'Henrique', 'iven2', 'john',
          'linda', 'Mario', 'michel', 'paul', 'quincy', 'rob', 'f2', 'm3', 'klatt2', 'klatt4', 'steph', 'victor']


def sentences(words, seed):
    r = random.Random(seed)
    return [' '.join(r.choice(words) for _ in range(r.randint(4, 14))) for _ in range(SENTENCES)]


def main():
    words = [line.split()[0].lower() for line in open(sys.argv[1])]
    words = [w for w in words if w.isalpha()]
    work = sys.argv[2]
    os.makedirs(work, exist_ok=True)
    for number, voice in enumerate(FLITE + FESTIVAL + ESPEAK):
        place = os.path.join(work, voice)
        os.makedirs(place, exist_ok=True)
        texts = sentences(words, number)
        files = ['%s/%02d.wav' % (place, i) for i in range(len(texts))]
        r = random.Random(voice)
        if voice in FLITE:
            for text, file in zip(texts, files):
                subprocess.run(['flite', '-voice', voice, '-o', file, '-t', text], check=True)
        elif voice in FESTIVAL:
            lines = ['(voice_%s)' % voice]
            for text, file in zip(texts, files):
                lines.append('(utt.save.wave (SynthText_ "%s") "%s" (quote riff))' % (text, file))
            lines.insert(1, '(define (SynthText_ text) (utt.synth (eval (list (quote Utterance) (quote Text) text))))')
            subprocess.run(['festival', '--pipe'], input='\n'.join(lines), text=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
        else:
            for text, file in zip(texts, files):
                subprocess.run(['espeak-ng', '-v', 'en-us+' + voice, '-s', str(r.randint(130, 190)), '-w', file, text],
                               check=True)
        made = sum(os.path.exists(f) for f in files)
        print(voice, made)


main()
