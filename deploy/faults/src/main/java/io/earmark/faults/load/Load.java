package io.earmark.faults.load;

import io.earmark.faults.check.Accepted;
import io.earmark.faults.check.Breach;
import io.earmark.faults.load.Submission.Ask;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** All that one run submits, and the look at what came of it. */
public final class Load {

    /** So many of the spoken texts are transcribed again at the end. */
    private static final int HEARD_AGAIN = 20;

    private final Gateways gateways;
    private final Client client;
    private final List<Sentence> sentences;
    private final List<Accepted> calm = new ArrayList<>();
    private List<Submission> submissions = List.of();

    public Load(Gateways gateways) throws IOException {
        this.gateways = gateways;
        this.client = new Client(gateways);
        this.sentences = Sentences.all();
    }

    /** Before any trouble: two calls, whose moments are replayed later. */
    private List<Script.Known> known() throws IOException, InterruptedException {
        List<Script.Known> known = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            String call = calmly(Recording.of(sentences.get(i), sentences.get(1 - i)));
            JsonNode moments = await("/calls/" + call + "/moments").path("moments");
            for (JsonNode moment : moments) {
                double seconds =
                        moment.path("end").asDouble() - moment.path("start").asDouble();
                known.add(new Script.Known(call, moment.path("id").asString(), seconds));
            }
        }
        if (known.isEmpty()) {
            throw new IOException("The first calls have no moments to replay");
        }
        return known;
    }

    private String calmly(Recording recording) throws IOException, InterruptedException {
        Reply reply =
                gateways.transcribe(recording.wav(), "{}", UUID.randomUUID().toString());
        if (!reply.isAccepted()) {
            throw new IOException("A call was not accepted, without any fault: " + reply);
        }
        String call = reply.json().path("call").path("id").asString();
        calm.add(new Accepted(-1, reply.json().path("job").path("id").asString(), call, false));
        return call;
    }

    private JsonNode await(String path) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (true) {
            Reply reply = gateways.getPatiently(path);
            if (reply.isAccepted()) {
                return reply.json();
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(path + " is not there after two minutes without any fault: " + reply);
            }
            Thread.sleep(200);
        }
    }

    /** Submits in the background from now on. */
    public void start(long seed, int jobs, Duration time) throws IOException, InterruptedException {
        submissions = new Script(seed, sentences, known()).write(jobs, time);
        client.submit(submissions);
    }

    /** Submissions that have no final answer yet. */
    public int open() {
        return client.open();
    }

    /** Every submission that was accepted, those from before the trouble and after it too. */
    public List<Accepted> accepted() {
        List<Accepted> all = new ArrayList<>(calm);
        all.addAll(client.accepted());
        return all;
    }

    public int refused() {
        return client.refused();
    }

    public int tries() {
        return client.tries();
    }

    public void stop() {
        client.stop();
    }

    /** Accepted submissions of this run's script, by what they ask for. */
    public Map<String, Long> kinds() {
        Map<String, Long> kinds = new TreeMap<>();
        for (Submission submission : submissions) {
            if (client.accepted(submission.number()) != null) {
                kinds.merge(submission.ask().getClass().getSimpleName().toUpperCase(Locale.ROOT), 1L, Long::sum);
            }
        }
        return kinds;
    }

    /** @param succeeded ids of the jobs whose result is to be looked at */
    public List<Breach> contents(Set<String> succeeded) throws IOException, InterruptedException {
        Contents contents = new Contents(gateways);
        List<Breach> breaches = new ArrayList<>(client.complaints());
        int again = HEARD_AGAIN;
        for (Submission submission : submissions) {
            Accepted accepted = client.accepted(submission.number());
            if (accepted != null && succeeded.contains(accepted.jobId())) {
                byte[] speech = look(contents, accepted, submission.ask());
                if (speech.length > 0 && again > 0) {
                    again--;
                    hearAgain(contents, accepted.jobId(), (Submission.Speak) submission.ask(), speech);
                }
            }
        }
        breaches.addAll(contents.breaches());
        return breaches;
    }

    /** @return what was spoken, if it was */
    private byte[] look(Contents contents, Accepted accepted, Ask ask) throws IOException, InterruptedException {
        String job = accepted.jobId();
        if (ask instanceof Submission.Transcribe transcribe && accepted.callId() != null) {
            contents.transcript(job, accepted.callId(), transcribe.recording());
        } else if (ask instanceof Submission.Speak speak) {
            return contents.speech(job, speak);
        } else if (ask instanceof Submission.Replay replay) {
            contents.replay(job, replay);
        }
        return new byte[0];
    }

    private void hearAgain(Contents contents, String job, Submission.Speak asked, byte[] speech)
            throws IOException, InterruptedException {
        Reply reply = gateways.transcribe(speech, "{}", UUID.randomUUID().toString());
        String call = reply.json().path("call").path("id").asString("");
        calm.add(new Accepted(-1, reply.json().path("job").path("id").asString(""), call, false));
        JsonNode transcript = await("/calls/" + call + "/transcript");
        await("/calls/" + call + "/moments");
        List<String> said = List.of(
                asked.text().toLowerCase(Locale.ROOT).replaceAll("[^a-z' ]", "").split(" +"));
        contents.words(job, said, Contents.heard(transcript, 0));
    }
}
