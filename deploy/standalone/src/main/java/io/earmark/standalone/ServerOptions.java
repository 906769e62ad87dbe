package io.earmark.standalone;

import java.nio.file.Path;

/**
 * How a server is run.
 *
 * @param data  directory that holds everything it keeps
 * @param host  address to listen on
 * @param port  to listen on; 0 for a free one
 * @param model {@code tiny}, {@code general}, the name of a pulled model, or the directory of a Vosk model
 */
public record ServerOptions(Path data, String host, int port, String model) {}
