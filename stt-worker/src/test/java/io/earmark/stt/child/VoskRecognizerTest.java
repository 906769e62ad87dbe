package io.earmark.stt.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.earmark.SettableClock;
import io.earmark.call.Word;
import io.earmark.stt.EngineFailure;
import io.earmark.stt.SpeechRecognizer;
import io.earmark.stt.Spoken;
import io.earmark.stt.model.SpeechModels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VoskRecognizerTest {

    private static final int SECOND = 2 * 16_000;
    private static final int HEADER = 44;
    private static final int SIGSEGV = 11;
    private static final int SIGKILL = 9;

    private final SettableClock clock = new SettableClock();

    @SuppressWarnings("NullAway.Init")
    private Path model;

    @SuppressWarnings("NullAway.Init")
    private byte[] greeting;

    @SuppressWarnings("NullAway.Init")
    private VoskRecognizer recognizer;

    @BeforeAll
    void unpack(@TempDir Path models) throws IOException {
        model = new SpeechModels(models).find("tiny").directory();
        try (InputStream wav = Objects.requireNonNull(getClass().getResourceAsStream("/samples/1-greeting.wav"))) {
            byte[] all = wav.readAllBytes();
            greeting = Arrays.copyOfRange(all, HEADER, all.length);
        }
    }

    @BeforeEach
    void start() {
        recognizer = VoskRecognizer.start(model, null, ChildSettings.STANDARD, clock);
    }

    @AfterEach
    void close() {
        recognizer.close();
    }

    @Test
    void a_crash_fails_the_sessions_that_run_and_is_told_from_other_ends() throws Exception {
        SpeechRecognizer.Session first = recognizer.open();
        SpeechRecognizer.Session second = recognizer.open();
        end(recognizer.processHandle(), SIGSEGV);
        for (SpeechRecognizer.Session session : List.of(first, second)) {
            assertThatThrownBy(session::finish)
                    .isInstanceOfSatisfying(
                            EngineFailure.class, e -> assertThat(e.kind()).isEqualTo(EngineFailure.Kind.CRASHED))
                    .hasMessageContaining("Vosk's process crashed (SIG");
            session.close();
        }
        assertThat(words(recognizer)).contains("hello", "sarah");
    }

    @Test
    void an_end_from_outside_is_no_crash() throws Exception {
        try (SpeechRecognizer.Session session = recognizer.open()) {
            end(recognizer.processHandle(), SIGKILL);
            assertThatThrownBy(session::finish)
                    .isInstanceOfSatisfying(
                            EngineFailure.class, e -> assertThat(e.kind()).isEqualTo(EngineFailure.Kind.ENDED));
        }
    }

    @Test
    void an_engine_alone_is_another_process_and_ends_when_it_is_closed() throws Exception {
        ProcessHandle alone;
        try (SpeechRecognizer single = recognizer.alone()) {
            alone = ((VoskRecognizer) single).processHandle();
            assertThat(alone.pid()).isNotEqualTo(recognizer.processHandle().pid());
            assertThat(words(single)).contains("sarah");
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> !alone.isAlive());
        assertThat(recognizer.processHandle().isAlive()).isTrue();
    }

    @Test
    void a_speaker_model_gives_a_print_of_each_voice_to_who_asks_for_it(@TempDir Path models) throws Exception {
        Path speakers = new SpeechModels(models).findSpeakers("tiny-speakers").directory();
        try (VoskRecognizer able = VoskRecognizer.start(model, speakers, ChildSettings.STANDARD, clock)) {
            Spoken spoken = spoken(able, true);
            assertThat(spoken.words()).extracting(Word::text).contains("hello", "sarah");
            assertThat(spoken.prints()).singleElement().satisfies(print -> {
                assertThat(print.start()).isEqualTo(spoken.words().get(0).start());
                assertThat(print.end())
                        .isEqualTo(spoken.words().get(spoken.words().size() - 1).end());
                assertThat(print.frames()).isBetween(200, 500);
                assertThat(print.vector()).hasSize(24).doesNotHaveDuplicates();
            });
            assertThat(spoken(able, false)).isEqualTo(new Spoken(spoken.words(), List.of()));
            try (SpeechRecognizer alone = able.alone()) {
                assertThat(spoken(alone, true).prints())
                        .as("a retry does without")
                        .isEmpty();
            }
        }
    }

    @Test
    void a_speaker_model_that_cannot_be_loaded_costs_no_words(@TempDir Path models, @TempDir Path broken)
            throws Exception {
        Path speakers = new SpeechModels(models).findSpeakers("tiny-speakers").directory();
        for (String file : List.of("mfcc.conf", "mean.vec", "transform.mat", "final.ext.raw")) {
            Files.copy(speakers.resolve(file), broken.resolve(file));
        }
        for (String file : List.of("final.ext.raw", "transform.mat")) {
            byte[] whole = Files.readAllBytes(broken.resolve(file));
            Files.write(broken.resolve(file), Arrays.copyOf(whole, whole.length / 2));
            try (VoskRecognizer without = VoskRecognizer.start(model, broken, ChildSettings.STANDARD, clock)) {
                Spoken spoken = spoken(without, true);
                assertThat(spoken.words()).extracting(Word::text).contains("sarah");
                assertThat(spoken.prints()).isEmpty();
            }
            Files.write(broken.resolve(file), whole);
        }
    }

    private Spoken spoken(SpeechRecognizer engine, boolean voices) throws IOException, InterruptedException {
        try (SpeechRecognizer.Session session = engine.open(voices)) {
            session.accept(greeting, greeting.length);
            return session.finish();
        }
    }

    @Test
    void an_old_child_is_replaced_and_ends_with_its_last_session() throws Exception {
        ProcessHandle old = recognizer.processHandle();
        try (SpeechRecognizer.Session running = recognizer.open()) {
            clock.advance(Duration.ofHours(6));
            assertThat(words(recognizer)).contains("sarah");
            assertThat(recognizer.processHandle().pid()).isNotEqualTo(old.pid());
            running.accept(greeting, greeting.length);
            assertThat(running.finish().words()).extracting(Word::text).contains("sarah");
            assertThat(old.isAlive()).isTrue();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> !old.isAlive());
    }

    @Test
    void an_old_child_that_idles_ends_at_once() throws Exception {
        ProcessHandle old = recognizer.processHandle();
        clock.advance(Duration.ofHours(6));
        assertThat(words(recognizer)).contains("sarah");
        await().atMost(Duration.ofSeconds(30)).until(() -> !old.isAlive());
    }

    @Test
    void a_child_that_grows_when_it_is_warm_is_replaced() throws Exception {
        ChildSettings strict = new ChildSettings(Duration.ofHours(6), DataSize.ofBytes(0), Duration.ofMinutes(2), 2);
        try (VoskRecognizer growing = VoskRecognizer.start(model, null, strict, clock)) {
            ProcessHandle first = growing.processHandle();
            for (int session = 1; session < VoskProcess.WARM_UP_SESSIONS; session++) {
                growing.open().close();
            }
            assertThat(growing.processHandle().pid())
                    .as("so far it only warmed up")
                    .isEqualTo(first.pid());
            // All at once, so that the process must grow, whatever it still has from those before.
            List<SpeechRecognizer.Session> many = new ArrayList<>();
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                many.add(growing.open());
                return growing.processHandle().pid() != first.pid();
            });
            many.forEach(SpeechRecognizer.Session::close);
            assertThat(words(growing)).contains("sarah");
            await().atMost(Duration.ofSeconds(30)).until(() -> !first.isAlive());
        }
    }

    @Test
    void the_child_is_told_how_to_keep_memory_that_is_freed() throws Exception {
        Path environment =
                Path.of("/proc", Long.toString(recognizer.processHandle().pid()), "environ");
        // Some glibc write over the colons while they read.
        assertThat(Files.readString(environment).split("[\0:]"))
                .contains("GLIBC_TUNABLES=glibc.malloc.tcache_count=65535")
                .anyMatch(set -> set.startsWith("glibc.malloc.arena_max="));
    }

    @Test
    void a_session_that_hangs_is_given_up_with_its_child() throws Exception {
        ChildSettings impatient =
                new ChildSettings(Duration.ofHours(6), DataSize.ofGigabytes(1), Duration.ofSeconds(5), 2);
        try (VoskRecognizer sticky = StumblingChild.start(model, impatient)) {
            ProcessHandle stuck = sticky.processHandle();
            try (SpeechRecognizer.Session session = sticky.open()) {
                byte[] tar = square(StumblingChild.TAR);
                session.accept(tar, tar.length);
                assertThatThrownBy(session::finish)
                        .isInstanceOfSatisfying(
                                EngineFailure.class, e -> assertThat(e.kind()).isEqualTo(EngineFailure.Kind.STALLED));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> !stuck.isAlive());
            assertThat(words(sticky)).contains("sarah");
        }
    }

    @Test
    void the_child_ends_when_its_parent_is_killed(@TempDir Path directory) throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ParentOfOne.class.getName(),
                        model.toString())
                .redirectError(directory.resolve("errors").toFile())
                .start();
        ProcessHandle child;
        try {
            String pid = parent.inputReader().readLine();
            assertThat(pid).as("the parent's report").isNotNull();
            child = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        } finally {
            parent.destroyForcibly();
        }
        child.onExit().get(30, java.util.concurrent.TimeUnit.SECONDS);
        assertThat(child.isAlive()).isFalse();
    }

    /** Starts a child, tells its process id, and waits to be killed. */
    static final class ParentOfOne {

        private ParentOfOne() {}

        public static void main(String[] arguments) throws Exception {
            VoskRecognizer one = VoskRecognizer.start(Path.of(arguments[0]));
            SpeechRecognizer.Session session = one.open();
            session.accept(new byte[SECOND], SECOND);
            System.out.println(one.processHandle().pid());
            Thread.currentThread().join();
        }
    }

    private static byte[] square(short level) {
        byte[] wave = new byte[SECOND];
        for (int i = 0; i < SECOND; i += 2) {
            short sample = i % 4 == 0 ? level : (short) -level;
            wave[i] = (byte) sample;
            wave[i + 1] = (byte) (sample >> 8);
        }
        return wave;
    }

    private List<String> words(SpeechRecognizer engine) throws IOException, InterruptedException {
        try (SpeechRecognizer.Session session = engine.open()) {
            session.accept(greeting, greeting.length);
            return session.finish().words().stream().map(Word::text).toList();
        }
    }

    /** It takes a while to die, and may answer until then. */
    private static void end(ProcessHandle process, int signal) throws Exception {
        signal(process, signal);
        await().atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive());
    }

    private static void signal(ProcessHandle process, int number) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + number, Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }
}
