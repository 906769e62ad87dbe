package io.earmark.stt;

import io.earmark.call.CallMetadata;
import io.earmark.call.Word;
import io.earmark.job.Warning;
import io.earmark.stt.voice.Diarizer;
import io.earmark.work.JobContext;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the speakers of a recording that has all of them on one channel. Failing, it gives all words to one. */
final class OneChannel {

    private static final Logger log = LoggerFactory.getLogger(OneChannel.class);

    private static final String SPEAKERS = "speakers";
    private static final int MOST_SPEAKERS = 20;

    private final Diarizer diarizer;
    private final JobContext job;
    private final CallMetadata metadata;

    OneChannel(Diarizer diarizer, JobContext job, CallMetadata metadata) {
        this.diarizer = diarizer;
        this.job = job;
        this.metadata = metadata;
    }

    /** For each word its speaker, from 0. */
    List<Integer> speakers(Heard heard) throws InterruptedException {
        List<Integer> speakers = found(heard);
        progress(1);
        return speakers;
    }

    private List<Integer> found(Heard heard) throws InterruptedException {
        List<Word> words = heard.channels().get(0).words();
        List<Integer> all = Collections.nCopies(words.size(), 0);
        if (!metadata.channels().isEmpty() && !heard.twins()) {
            // The submitter says whose it is.
            return all;
        }
        if (words.isEmpty()) {
            return all;
        }
        try {
            List<Integer> found = diarizer.speakers(words, heard.voices(), told(), this::progress);
            int number = 1 + Collections.max(found);
            if (number > 1) {
                job.warn(new Warning(
                        "speakers-by-voice",
                        "The recording has one channel: its " + number
                                + " speakers were told apart by their voices, which"
                                + " errs more often than a channel for each."));
                return found;
            }
            notSeparated("and one voice was found on it: all of it is given to one speaker.");
        } catch (IOException | RuntimeException e) {
            log.warn("Job {}: speakers could not be told apart", job.id(), e);
            notSeparated("and its speakers could not be told apart (" + e + "): all of it is given to one.");
        }
        return all;
    }

    private void progress(double fraction) throws InterruptedException {
        job.checkCancelled();
        double before = RecognitionProgress.SHARE_OF_ONE_CHANNEL;
        job.progress(before + (1 - before) * fraction, "telling speakers apart");
    }

    private void notSeparated(String why) {
        job.warn(new Warning(
                "speakers-not-separated",
                "The recording has one channel, " + why + " Record each side on a channel of its own."));
    }

    /** As many as the metadata tells; 0 if it does not, or tells nonsense. */
    private int told() {
        return metadata.extra().get(SPEAKERS) instanceof Number number
                        && number.intValue() >= 1
                        && number.intValue() <= MOST_SPEAKERS
                ? number.intValue()
                : 0;
    }
}
