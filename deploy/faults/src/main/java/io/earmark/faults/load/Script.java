package io.earmark.faults.load;

import io.earmark.faults.load.Submission.Ask;
import io.earmark.faults.load.Submission.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** What the client will submit and when: the same for the same seed. */
final class Script {

    /** A moment of a call that was coached before the trouble began. */
    record Known(String callId, String momentId, double seconds) {}

    private static final int TRANSCRIBE_PERCENT = 48;
    private static final int SPEAK_PERCENT = 42;
    private static final int CANCELLED_OF_SPEAK_PERCENT = 8;
    /** Of those that can be accepted; on top of them. */
    private static final int WRONG_PERCENT = 6;

    private final Random random;
    private final List<Sentence> sentences;
    private final List<Known> known;

    Script(long seed, List<Sentence> sentences, List<Known> known) {
        this.random = new Random(seed);
        this.sentences = sentences;
        this.known = known;
    }

    /** @param jobs that can be accepted, spread evenly over the time */
    List<Submission> write(int jobs, Duration time) throws IOException {
        List<Submission> all = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            Duration at = time.multipliedBy(i).dividedBy(jobs);
            all.add(new Submission(all.size(), at, key(), ask()));
            if (random.nextInt(100) < WRONG_PERCENT) {
                Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
                all.add(new Submission(all.size(), at, key(), new Submission.Wrong(fault)));
            }
        }
        return all;
    }

    private String key() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private Ask ask() throws IOException {
        int which = random.nextInt(100);
        Sentence first = sentences.get(random.nextInt(sentences.size()));
        Sentence second = sentences.get(random.nextInt(sentences.size()));
        if (which < TRANSCRIBE_PERCENT) {
            return new Submission.Transcribe(Recording.of(first, second));
        }
        if (which < TRANSCRIBE_PERCENT + SPEAK_PERCENT || known.isEmpty()) {
            boolean cancelled = random.nextInt(100) < CANCELLED_OF_SPEAK_PERCENT;
            return new Submission.Speak(
                    spoken(first) + " " + spoken(second), random.nextInt(4) == 0 ? "mp3" : "wav", cancelled);
        }
        Known moment = known.get(random.nextInt(known.size()));
        return new Submission.Replay(moment.callId(), moment.momentId(), moment.seconds());
    }

    private static String spoken(Sentence sentence) {
        String text = sentence.text();
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }
}
