package io.earmark.stt.model;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The models that were pulled: {@code NAME/} each, beside {@code models.lock} with the SHA-256 under which each was taken, and
 * {@code in-use} with the name of the one to use. A model's directory appears by a rename: if it is there, it is whole.
 */
public final class ModelStore {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long MOST_BYTES = 8L << 30;

    /** What makes an archive trusted. */
    public enum Trust {
        /** Its SHA-256 is the one that was given, or the one it was taken with before. */
        KNOWN_HASH,
        /** Its owner said that whatever the server sends now is to be trusted, and to be held to from now on. */
        FIRST_USE
    }

    private record Locked(String url, String sha256, Trust trust) {}

    private final Path home;
    private final ModelDownload download;

    /** @param home the directory {@code models} of the worker's data */
    public ModelStore(Path home) {
        this(
                home,
                new ModelDownload(
                        HttpClient.newBuilder()
                                .followRedirects(HttpClient.Redirect.NORMAL)
                                .connectTimeout(Duration.ofSeconds(20))
                                .proxy(new EnvironmentProxy(System.getenv(), ProxySelector.getDefault()))
                                .build(),
                        MOST_BYTES,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(2)));
    }

    ModelStore(Path home, ModelDownload download) {
        this.home = home;
        this.download = download;
    }

    /** The directory of a model that was pulled. */
    public Optional<Path> directory(String name) {
        Path place = home.resolve(name);
        return name.matches("[A-Za-z0-9._-]+") && SpeechModels.isEither(place) ? Optional.of(place) : Optional.empty();
    }

    /** Whether a model that was pulled turns speech into words, and does not just tell voices apart. */
    public boolean isOfWords(String name) {
        return directory(name).filter(SpeechModels::isModel).isPresent();
    }

    /** Names of all that were pulled, in order. */
    public List<String> pulled() throws IOException {
        return locked().keySet().stream()
                .filter(name -> directory(name).isPresent())
                .toList();
    }

    /**
     * Downloads, checks and unpacks a model, unless it is there.
     *
     * @param sha256   what the archive must have; null if unknown
     * @param firstUse whether an archive of unknown hash is trusted now, and its hash held to later
     * @param progress bytes and total, -1 if that is unknown
     * @throws ModelRefused if it cannot be had or must not be trusted, saying what to do
     */
    public Path pull(String name, URI url, @Nullable String sha256, boolean firstUse, BiConsumer<Long, Long> progress)
            throws IOException, InterruptedException {
        Path downloads = Files.createDirectories(home.resolve("downloads"));
        try (FileChannel channel = FileChannel.open(
                        downloads.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock alone = channel.tryLock()) {
            if (alone == null) {
                throw new ModelRefused("Another process is pulling " + name + ". Wait for it.");
            }
            Optional<Path> there = directory(name);
            if (there.isPresent()) {
                return there.get();
            }
            Path archive = downloads.resolve(name + ".zip");
            download.fetch(url, archive, progress::accept);
            Locked locked = trusted(name, url, archive, sha256, firstUse);
            new ModelArchive(archive).unpack(name, home);
            lock(name, locked);
            Files.delete(archive);
            return home.resolve(name);
        } catch (OverlappingFileLockException e) {
            throw new ModelRefused("Another pull of " + name + " is running. Wait for it.", e);
        }
    }

    private Locked trusted(String name, URI url, Path archive, @Nullable String sha256, boolean firstUse)
            throws IOException {
        String found = sha256(archive);
        Locked before = locked().get(name);
        String expected = sha256 != null ? sha256 : before == null ? null : before.sha256();
        if (expected == null && !firstUse) {
            throw new ModelRefused("The archive of " + name + " has the SHA-256\n  " + found
                    + "\n"
                    + "and none is known to compare it with. Nothing was unpacked; the archive is kept.\n"
                    + "If you have the hash from a source that you trust and it is this one, run the command again"
                    + " with --sha256 HASH.\n"
                    + "If you trust what the server sends now, run it again with --trust-first-use: later pulls are"
                    + " held to this hash.");
        }
        if (expected != null && !expected.equalsIgnoreCase(found)) {
            Files.delete(archive);
            throw new ModelRefused(
                    "The archive of " + name + " has the SHA-256\n  " + found + "\ninstead of\n  " + expected
                            + "\n"
                            + "It was deleted. Either it was damaged or changed on its way, or the official one is"
                            + " another now.");
        }
        return new Locked(url.toString(), found, expected == null ? Trust.FIRST_USE : Trust.KNOWN_HASH);
    }

    private Map<String, Locked> locked() throws IOException {
        Path file = home.resolve("models.lock");
        return Files.exists(file)
                ? JSON.readValue(Files.readString(file), new TypeReference<TreeMap<String, Locked>>() {})
                : new TreeMap<>();
    }

    private void lock(String name, Locked entry) throws IOException {
        Map<String, Locked> all = locked();
        all.put(name, entry);
        write("models.lock", JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n");
    }

    /** The model to use where nobody names one. */
    public Optional<String> inUse() throws IOException {
        Path file = home.resolve("in-use");
        return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    }

    public void use(String name) throws IOException {
        write("in-use", name + "\n");
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(home);
        Path fresh = Files.writeString(home.resolve(file + ".new"), text);
        Files.move(fresh, home.resolve(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String sha256(Path file) throws IOException {
        var digest = SpeechModels.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
