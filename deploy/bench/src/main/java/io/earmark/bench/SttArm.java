package io.earmark.bench;

import io.earmark.call.Transcript;
import io.earmark.call.Word;
import io.earmark.job.JobKind;
import io.earmark.stt.SttWorker;
import io.earmark.stt.model.SpeechModels;
import io.earmark.work.JobHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * One side of the comparison, in a process of its own so that it can be kept to one processor and its memory measured:
 * {@code bare} or {@code bare-tuned}, {@code uncut} (each channel in one piece), {@code cut} (as shipped), the same with
 * {@code -pauses} (which are recognised, too), {@code soak} (many recordings in a row), or {@code model} (calls of which it is known what was said). Prints lines {@code name=value}.
 */
final class SttArm {

    /** What {@link Bench} is started with to be one. */
    static final String ARGUMENT = "--transcribe";

    private static final String MODEL = "tiny";
    private static final int SOAK_STEPS = 10;
    /** Sample calls until what is measured is a process that has run for a while: its code compiled, its pools filled. */
    private static final int WARM_UP = 10;

    private SttArm() {}

    /** @param arguments the arm, a directory for its files, the recording or recordings, and the sample, how many times or a model */
    static void run(String... arguments) throws Exception {
        Path home = Path.of(arguments[1]);
        Path recording = Path.of(arguments[2]);
        if (arguments[0].startsWith("bare")) {
            bare(new SpeechModels(home.resolve("models")).find(MODEL).directory(), recording, Path.of(arguments[3]));
            return;
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        boolean ofModel = arguments[0].equals("model");
        settings.put("earmark.stt.model", ofModel ? arguments[3] : MODEL);
        settings.put("earmark.stt.data", home.toString());
        // A child that is replaced takes its figures with it.
        settings.put("earmark.stt.child.growth", ofModel ? "16GB" : "512MB");
        settings.put("earmark.stt.recognition.cut-after", arguments[0].startsWith("uncut") ? "0s" : "30s");
        settings.put("earmark.stt.recognition.skip-pauses", !arguments[0].endsWith("-pauses"));
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("arm", settings));
            context.registerBean(Clock.class, Clock::systemUTC);
            context.register(SttWorker.class);
            context.refresh();
            if (ofModel) {
                new ModelArm(handler(context), home).run(recording);
            } else if (arguments[0].equals("soak")) {
                soak(handler(context), home, Integer.parseInt(arguments[3]), recording);
            } else {
                whole(handler(context), home, recording, Path.of(arguments[3]));
            }
        }
    }

    private static JobHandler handler(AnnotationConfigApplicationContext context) {
        return context.getBeansOfType(JobHandler.class).values().stream()
                .filter(one -> one.kind() == JobKind.TRANSCRIBE)
                .findFirst()
                .orElseThrow();
    }

    private static void bare(Path model, Path recording, Path sample) throws IOException {
        try (BareVosk vosk = new BareVosk(model)) {
            for (int call = 0; call < WARM_UP; call++) {
                vosk.transcribe(sample);
            }
            double before = cpu(ProcessHandle.current());
            long begun = System.nanoTime();
            vosk.transcribe(recording);
            tell("seconds", seconds(begun));
            tell("cpu.bare", cpu(ProcessHandle.current()) - before);
        }
    }

    private static void whole(JobHandler handler, Path home, Path recording, Path sample) throws Exception {
        for (int call = 0; call < WARM_UP; call++) {
            try (SttJob job = new SttJob(home, sample)) {
                handler.handle(job);
            }
        }
        try (SttJob job = new SttJob(home, recording)) {
            double workerBefore = cpu(ProcessHandle.current());
            double voskBefore = voskCpu();
            long begun = System.nanoTime();
            job.begin();
            Transcript transcript = (Transcript) handler.handle(job);
            tell("seconds", seconds(begun));
            tell("cpu.worker", cpu(ProcessHandle.current()) - workerBefore);
            tell("cpu.vosk", voskCpu() - voskBefore);
            tell("progress-gap", job.longestGapSeconds());
            tell(
                    "memory.worker",
                    ProcessMemory.AT_MOST.of(ProcessHandle.current().pid()) / 1e6);
            tell("memory.vosk", voskMemory() / 1e6);
            tell("drift", drift(transcript, sample));
        }
    }

    static double voskCpu() {
        return ProcessHandle.current().descendants().mapToDouble(SttArm::cpu).sum();
    }

    /** Processor time in seconds, since the process began. */
    private static double cpu(ProcessHandle process) {
        return process.info()
                .totalCpuDuration()
                .map(time -> time.toMillis() / 1e3)
                .orElse(0.0);
    }

    private static void soak(JobHandler handler, Path home, int times, Path recording) throws Exception {
        tell("0", memory() / 1e6);
        for (int done = 1; done <= times; done++) {
            try (SttJob job = new SttJob(home, recording)) {
                handler.handle(job);
            }
            if (done % (times / SOAK_STEPS) == 0) {
                tell(Integer.toString(done), memory() / 1e6);
            }
        }
    }

    /** The most that a word of any repetition is off from where the first says that it should be. */
    private static double drift(Transcript transcript, Path sample) throws IOException {
        double period = LongCall.periodFrames(sample) / (double) LongCall.SAMPLE_RATE;
        double most = 0;
        for (int channel = 0; channel < LongCall.CHANNELS; channel++) {
            List<Word> words = words(transcript, channel);
            List<Word> first =
                    words.stream().filter(word -> word.end() < period).toList();
            // A word that came out otherwise this time is an error of recognition, which is measured elsewhere.
            for (Word word : words) {
                double within = word.start() % period;
                most = Math.max(
                        most,
                        first.stream()
                                .filter(one -> one.text().equals(word.text()))
                                .mapToDouble(one -> Math.abs(one.start() - within))
                                .filter(off -> off < 0.5)
                                .min()
                                .orElse(0));
            }
        }
        return most;
    }

    static List<Word> words(Transcript transcript, int channel) {
        return transcript.utterances().stream()
                .filter(said -> said.channel() == channel)
                .flatMap(said -> said.words().stream())
                .toList();
    }

    /** The most of it, in bytes. */
    static double voskMemory() {
        return ProcessHandle.current()
                .descendants()
                .mapToLong(process -> ProcessMemory.AT_MOST.of(process.pid()))
                .sum();
    }

    /** In bytes, now, of this process and those that it started; what they share counts for each. */
    private static double memory() {
        ProcessHandle self = ProcessHandle.current();
        return Stream.concat(Stream.of(self), self.descendants())
                .mapToLong(process -> ProcessMemory.NOW.of(process.pid()))
                .sum();
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    static void tell(String name, double value) {
        System.out.printf(Locale.ROOT, "%s=%.4f%n", name, value);
    }
}
