package io.earmark.stt.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Finds a model: a bundled one by its name, unpacked once and checked, a pulled one by its name, or a directory. */
public final class SpeechModels {

    private record Bundled(String name, String resource, String folder, String sha256, boolean rough) {}

    private static final List<Bundled> BUNDLED = List.of(
            new Bundled(
                    "tiny",
                    "/models/earmark-tiny.zip",
                    "earmark-tiny",
                    "a78f046adbc54290a5f5afcf1250596b74163f079c0f0d55e76dc2284a9268b5",
                    false),
            new Bundled(
                    "general",
                    "/models/vosk-model-cmu-en.zip",
                    "vosk-model-cmu-en",
                    "448f44ebd24bd847ea1d04b995ca6e9443d44d64f649e52f438de2a226dfeb82",
                    true));
    private static final Bundled SPEAKERS = new Bundled(
            "tiny-speakers",
            "/models/earmark-tiny-speakers.zip",
            "earmark-tiny-speakers",
            "46b12ecd523e9e8f588909d5e9d77a008b371350a067b9f93a8d80172e1a85e9",
            false);
    private static final List<String> NEEDED = List.of("am/final.mdl", "conf/model.conf", "graph");
    private static final List<String> NEEDED_OF_SPEAKERS =
            List.of("mfcc.conf", "final.ext.raw", "mean.vec", "transform.mat");

    private static final String SPEAKER_SETTING = "earmark.stt.speaker-model";

    private final Path home;

    /** @param home where bundled models are unpacked */
    public SpeechModels(Path home) {
        this.home = home;
    }

    /**
     * @param model {@code general}, {@code tiny}, the name of one that was pulled, or a directory
     * @throws IllegalStateException if there is no such model or it is broken, saying what to set
     */
    public SpeechModel find(String model) throws IOException {
        return find("earmark.stt.model", model);
    }

    /** @param setting that names it, for the advice */
    SpeechModel find(String setting, String model) throws IOException {
        for (Bundled bundled : BUNDLED) {
            if (bundled.name().equals(model)) {
                return new SpeechModel(bundled.folder(), unpacked(bundled), bundled.rough());
            }
        }
        Path pulled = new ModelStore(home).directory(model).orElse(null);
        if (pulled != null && !isModel(pulled)) {
            throw new IllegalStateException(setting + " is '" + model
                    + "', which tells voices apart and knows no words. Set " + SPEAKER_SETTING + " to it.");
        }
        if (pulled != null) {
            return new SpeechModel(model, pulled, false);
        }
        requireNotToFetch(setting, model);
        Path directory = Path.of(model).toAbsolutePath();
        for (String needed : NEEDED) {
            if (!Files.exists(directory.resolve(needed))) {
                throw new IllegalStateException(setting + " is '" + model + "', but there is no "
                        + directory.resolve(needed)
                        + ". Set it to 'general', 'tiny', the name of a pulled model ('./earmark model list')"
                        + " or the directory of a Vosk model.");
            }
        }
        return new SpeechModel(directory.getFileName().toString(), directory, false);
    }

    /**
     * A speaker model, which tells voices apart.
     *
     * @param model {@code tiny-speakers}, the name of one that was pulled, or a directory
     * @throws IllegalStateException if there is no such speaker model, saying what to set
     */
    public SpeechModel findSpeakers(String model) throws IOException {
        if (model.equals(SPEAKERS.name())) {
            return new SpeechModel(SPEAKERS.folder(), unpacked(SPEAKERS), false);
        }
        Path pulled = new ModelStore(home).directory(model).orElse(null);
        if (pulled == null) {
            requireNotToFetch(SPEAKER_SETTING, model);
        }
        Path directory = pulled == null ? Path.of(model).toAbsolutePath() : pulled;
        if (!isSpeakerModel(directory)) {
            throw new IllegalStateException(SPEAKER_SETTING + " is '" + model + "', but "
                    + String.join(", ", NEEDED_OF_SPEAKERS) + " are not all in " + directory
                    + ". Set it to the name of a pulled speaker model ('./earmark model list'), to the directory of a"
                    + " Vosk speaker model, or to nothing.");
        }
        return new SpeechModel(directory.getFileName().toString(), directory, false);
    }

    /** One that is known and can be pulled, but was not, is no directory. */
    private void requireNotToFetch(String setting, String model) {
        if (ModelFacts.of(model).filter(facts -> facts.url() != null).isPresent()) {
            throw new IllegalStateException(setting + " is '" + model + "', which is not in " + home
                    + ". Fetch it: ./earmark model pull " + model);
        }
    }

    /** Whether it holds a model that turns speech into words. */
    static boolean isModel(Path directory) {
        return holds(directory, NEEDED);
    }

    /** Whether it holds a model that tells voices apart. */
    static boolean isSpeakerModel(Path directory) {
        return holds(directory, NEEDED_OF_SPEAKERS);
    }

    private static boolean holds(Path directory, List<String> needed) {
        return needed.stream().allMatch(name -> Files.exists(directory.resolve(name)));
    }

    static boolean isEither(Path directory) {
        return isModel(directory) || isSpeakerModel(directory);
    }

    /** The directory's name carries the checksum, and it appears by a rename: if it is there, it is whole. */
    private Path unpacked(Bundled bundled) throws IOException {
        Path place = home.resolve(bundled.folder() + "-" + bundled.sha256().substring(0, 12));
        if (!Files.isDirectory(place)) {
            Files.createDirectories(home);
            Path unpacking = Files.createTempDirectory(home, "unpacking-");
            try (InputStream zip = SpeechModels.class.getResourceAsStream(bundled.resource())) {
                if (zip == null) {
                    throw new IllegalStateException(
                            "The bundled model " + bundled.resource() + " is missing from this build.");
                }
                unpack(zip, unpacking, bundled.sha256());
                Files.move(unpacking.resolve(bundled.folder()), place, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
                // Another process was faster, and what it unpacked was checked as well.
            } finally {
                delete(unpacking);
            }
        }
        return place;
    }

    static void unpack(InputStream packed, Path target, String sha256) throws IOException {
        MessageDigest digest = sha256();
        InputStream hashed = new DigestInputStream(packed, digest);
        ZipInputStream zip = new ZipInputStream(hashed);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            Path file = target.resolve(entry.getName()).normalize();
            if (!file.startsWith(target)) {
                throw new IOException("The archive wants to write outside its directory: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(file);
            } else {
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
        hashed.transferTo(java.io.OutputStream.nullOutputStream());
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(sha256)) {
            throw new IllegalStateException("A bundled model is damaged: its SHA-256 is " + found + ", not " + sha256
                    + ". Build or install Earmark anew.");
        }
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
