package io.earmark.audio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Uploads that name something else to be read: playlists of every kind, and films that keep their sound elsewhere. */
final class HostileReferences {

    private HostileReferences() {}

    static List<HostileRecording> make(Random random, Path directory, Path source, Path canary, int port)
            throws IOException, InterruptedException {
        String host = "127.0.0.1:" + port;
        List<String> targets = List.of(
                canary.toString(),
                "file://" + canary,
                "file:" + canary,
                "../../../../../../.." + canary,
                "http://" + host + "/call.wav",
                "tcp://" + host,
                "concat:" + canary + "|http://" + host + "/x",
                "subfile,,start,0,end,0,,:" + canary,
                "cache:http://" + host + "/x");
        List<HostileRecording> made = new ArrayList<>();
        for (String target : targets) {
            lists(target)
                    .forEach((kind, text) -> made.add(new HostileRecording(
                            kind + " of " + target.substring(0, Math.min(12, target.length())),
                            text.getBytes(StandardCharsets.UTF_8),
                            true)));
        }
        byte[] film = Files.readAllBytes(Encoding.M4A.make(source, directory, "-t", "1.2"));
        for (String target : targets) {
            made.add(new HostileRecording("film with its sound in " + target, elsewhere(film, target), false));
        }
        String list = lists(targets.get(random.nextInt(targets.size()))).get("HLS");
        byte[] wav = Files.readAllBytes(source);
        made.add(new HostileRecording(
                "list before a wav", join(String.valueOf(list).getBytes(StandardCharsets.UTF_8), wav), true));
        return made;
    }

    private static Map<String, String> lists(String target) {
        Map<String, String> lists = new LinkedHashMap<>();
        lists.put("HLS", "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n" + target + "\n#EXT-X-ENDLIST\n");
        lists.put(
                "HLS with a key",
                "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXT-X-KEY:METHOD=AES-128,URI=\"" + target + "\"\n#EXTINF:9,\n"
                        + target + "\n");
        lists.put("HLS of lists", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n" + target + "\n");
        lists.put("concat", "ffconcat version 1.0\nfile '" + target + "'\n");
        lists.put(
                "SDP",
                "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\na=control:" + target
                        + "\nm=audio 5004 RTP/AVP 0\n");
        lists.put(
                "DASH",
                "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\"><Period>"
                        + "<AdaptationSet mimeType=\"audio/mp4\"><Representation id=\"1\" bandwidth=\"1\"><BaseURL>"
                        + target + "</BaseURL></Representation></AdaptationSet></Period></MPD>");
        lists.put("PLS", "[playlist]\nFile1=" + target + "\nNumberOfEntries=1\n");
        lists.put("ASX", "<asx version=\"3.0\"><entry><ref href=\"" + target + "\"/></entry></asx>");
        lists.put(
                "XSPF",
                "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"" + target + "\">]><playlist version=\"1\">"
                        + "<trackList><track><location>&e;" + target + "</location></track></trackList></playlist>");
        lists.put("nothing but a name", target + "\n");
        return lists;
    }

    /** The film's data reference (ISO/IEC 14496-12, {@code dref}) made to point outside. */
    private static byte[] elsewhere(byte[] film, String target) {
        byte[] url = (target + "\0").getBytes(StandardCharsets.UTF_8);
        int entry = indexOf(film, "url ") - 4;
        byte[] made = new byte[film.length + url.length];
        System.arraycopy(film, 0, made, 0, entry + 12);
        System.arraycopy(url, 0, made, entry + 12, url.length);
        System.arraycopy(film, entry + 12, made, entry + 12 + url.length, film.length - entry - 12);
        // Bit 0 says that the sound is in this file.
        made[entry + 11] = 0;
        enlarge(made, entry, url.length);
        for (String box : List.of("dref", "dinf", "minf", "mdia", "trak", "moov")) {
            enlarge(made, indexOf(film, box) - 4, url.length);
        }
        return made;
    }

    private static void enlarge(byte[] film, int box, int by) {
        java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(film);
        bytes.putInt(box, bytes.getInt(box) + by);
    }

    private static int indexOf(byte[] film, String box) {
        return new String(film, StandardCharsets.ISO_8859_1).indexOf(box);
    }

    static byte[] join(byte[] first, byte[] second) {
        byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
