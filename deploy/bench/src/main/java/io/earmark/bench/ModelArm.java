package io.earmark.bench;

import io.earmark.call.Transcript;
import io.earmark.work.JobHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What one model makes of calls of which it is known what was said. */
final class ModelArm {

    private final JobHandler handler;
    private final Path home;
    private double words;
    private double errors;

    ModelArm(JobHandler handler, Path home) {
        this.handler = handler;
        this.home = home;
    }

    /** @param calls a directory of them, named after their sample */
    void run(Path calls) throws Exception {
        List<Path> all;
        try (Stream<Path> files = Files.list(calls)) {
            all = files.sorted().toList();
        }
        double before = SttArm.voskCpu();
        double seconds = 0;
        for (boolean telephone : new boolean[] {false, true}) {
            words = 0;
            errors = 0;
            for (Path call : all) {
                if (call.toString().endsWith(".phone.wav") == telephone) {
                    seconds += LongCall.CHANNELS * hear(call, telephone ? 8_000 : LongCall.SAMPLE_RATE);
                }
            }
            SttArm.tell(telephone ? "word-errors-telephone" : "word-errors", 100 * errors / words);
        }
        SttArm.tell("real-time-factor", (SttArm.voskCpu() - before) / seconds);
        SttArm.tell("memory", SttArm.voskMemory() / 1e6);
    }

    /** @return its length */
    private double hear(Path call, int rate) throws Exception {
        KnownCall known = KnownCall.named(call.getFileName().toString().replaceAll("\\..*", ""));
        try (SttJob job = new SttJob(home, call, known.seconds(), rate)) {
            Transcript transcript = (Transcript) handler.handle(job);
            for (int channel = 0; channel < LongCall.CHANNELS; channel++) {
                List<String> said = known.said(channel);
                words += said.size();
                errors += KnownCall.errors(
                        said,
                        SttArm.words(transcript, channel).stream()
                                .map(word -> word.text())
                                .toList());
            }
        }
        return known.seconds();
    }
}
