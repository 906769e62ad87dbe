package io.earmark.standalone.client;

import io.earmark.call.Metrics;
import io.earmark.call.Moment;
import io.earmark.call.Sentiment;
import io.earmark.call.Speaker;
import io.earmark.job.Warning;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Prints what was made of one call, for people. */
public final class CallReport {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LABEL = 24;
    private static final int COLUMN = 20;

    private final Page page;
    private final CallPages.CallPage call;
    private final CallPages.TranscriptPage transcript;
    private final CallPages.MomentsPage coaching;
    private final Map<String, Path> replays;

    /** @param replays files by moment */
    public CallReport(
            PrintStream out,
            Terminal terminal,
            JsonNode call,
            JsonNode transcript,
            JsonNode moments,
            Map<String, Path> replays) {
        this.page = new Page(out, terminal);
        this.call = JSON.treeToValue(call, CallPages.CallPage.class);
        this.transcript = JSON.treeToValue(transcript, CallPages.TranscriptPage.class);
        this.coaching = JSON.treeToValue(moments, CallPages.MomentsPage.class);
        this.replays = replays;
    }

    /** The whole of it. @param title such as the file's name */
    public void print(String title) {
        page.title(title + "  " + clock(call.durationSeconds()));
        page.line("Call " + call.id() + ", " + transcript.engine().name() + " with the model "
                + transcript.engine().model());
        transcript.warnings().forEach(this::warning);
        coaching.warnings().forEach(this::warning);
        transcript();
        talk();
        sentiment();
        moments();
    }

    private void warning(Warning warning) {
        page.paragraph("", "Note: " + warning.detail());
    }

    private void transcript() {
        page.heading("Transcript");
        int names = transcript.speakers().stream()
                .mapToInt(one -> name(one).length())
                .max()
                .orElse(0);
        for (CallPages.Said said : transcript.utterances()) {
            String who = names == 0 ? "" : name(said.speaker());
            page.paragraph(
                    String.format(Locale.ROOT, "%7s  %-" + Math.max(1, names) + "s  ", clock(said.start()), who),
                    said.display());
        }
    }

    private void talk() {
        Metrics metrics = coaching.metrics();
        page.heading("Talk");
        row("", speaker -> name(speaker));
        row("talk ratio", speaker -> number(metrics.talkRatio(), speaker, 100, "%.0f %%"));
        row("longest monologue", speaker -> number(metrics.longestMonologueSeconds(), speaker, 1, "%.1f s"));
        row("words per minute", speaker -> number(metrics.wordsPerMinute(), speaker, 1, "%.0f"));
        row("questions", speaker -> number(metrics.questions(), speaker, 1, "%.0f"));
        row("interruptions", speaker -> number(metrics.interruptions(), speaker, 1, "%.0f"));
        row("filler words", speaker -> number(metrics.fillerWords(), speaker, 1, "%.0f"));
        page.line(String.format(
                Locale.ROOT,
                "  turns: %d, %.1f s of silence, %.1f s of overlap",
                metrics.turns(),
                metrics.silenceSeconds(),
                metrics.overlapSeconds()));
    }

    private void sentiment() {
        page.heading("Sentiment");
        row("", speaker -> name(speaker));
        row("mean, -1 to 1", speaker -> mean(speaker.id()));
        for (String label : List.of("positive", "neutral", "negative")) {
            row(
                    label + " utterances",
                    speaker -> Long.toString(sentiments(speaker.id()).stream()
                            .filter(one -> one.label().equals(label))
                            .count()));
        }
    }

    private void moments() {
        page.heading("Moments");
        if (coaching.moments().isEmpty()) {
            page.line("  none");
        }
        for (Moment moment : coaching.moments()) {
            page.moment(
                    clock(moment.start()) + " to " + clock(moment.end()),
                    moment.type(),
                    String.format(Locale.ROOT, "%s, score %.2f", name(moment.speaker()), moment.score()));
            page.paragraph("    said    ", "\u201c" + moment.quote() + "\u201d");
            page.paragraph("    why     ", moment.why());
            page.paragraph("    try     ", moment.suggestion());
            Path replay = replays.get(moment.id());
            if (replay != null) {
                page.line("    replay  " + replay);
            }
        }
        page.line("");
    }

    private void row(String label, Function<Speaker, String> cell) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-" + LABEL + "s", label));
        for (Speaker speaker : transcript.speakers()) {
            line.append(String.format(Locale.ROOT, "%-" + COLUMN + "s", cell.apply(speaker)));
        }
        page.line(line.toString().stripTrailing());
    }

    private String mean(String speaker) {
        return sentiments(speaker).stream().mapToDouble(Sentiment::score).average().stream()
                .mapToObj(mean -> String.format(Locale.ROOT, "%+.2f", mean))
                .findFirst()
                .orElse("-");
    }

    private List<Sentiment> sentiments(String speaker) {
        return transcript.utterances().stream()
                .filter(said -> said.speaker().equals(speaker))
                .map(CallPages.Said::sentiment)
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    private static String number(Map<String, ? extends Number> values, Speaker speaker, double factor, String format) {
        Number value = values.get(speaker.id());
        return value == null ? "-" : String.format(Locale.ROOT, format, value.doubleValue() * factor);
    }

    private String name(String speakerId) {
        return transcript.speakers().stream()
                .filter(speaker -> speaker.id().equals(speakerId))
                .map(this::name)
                .findFirst()
                .orElse(speakerId);
    }

    private String name(Speaker speaker) {
        @Nullable
        String known =
                switch (speaker.role()) {
                    case "agent" -> call.metadata().agent();
                    case "customer" -> call.metadata().customer();
                    default -> null;
                };
        return known == null ? speaker.role() : known + " (" + speaker.role() + ")";
    }

    /** As minutes, seconds and tenths. */
    static String clock(double seconds) {
        long tenths = Math.round(seconds * 10);
        return String.format(Locale.ROOT, "%d:%02d.%d", tenths / 600, tenths / 10 % 60, tenths % 10);
    }
}
