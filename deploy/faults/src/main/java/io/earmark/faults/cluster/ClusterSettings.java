package io.earmark.faults.cluster;

import java.time.Duration;
import java.util.Map;

/**
 * How the processes are set.
 *
 * @param key   the API key that is let in
 * @param lease of the workers: short, so that a lost one is found soon
 * @param more  settings of every process
 */
public record ClusterSettings(String key, Duration lease, Map<String, String> more) {}
