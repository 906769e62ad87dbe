package io.earmark.stt.model;

import java.nio.file.Path;

/**
 * A Vosk model on disk.
 *
 * @param name  for people and transcripts
 * @param rough whether it is the bundled general one, whose words are a first draft
 */
public record SpeechModel(String name, Path directory, boolean rough) {}
