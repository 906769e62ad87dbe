package io.earmark.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Recordings into a gateway of a small heap, beside what the disk takes; and beside many clients that dawdle. */
final class IntakeBenchmark implements Benchmark {

    private static final int HEAP_MEGABYTES = 256;
    private static final int SLOW_CLIENTS = 200;
    private static final int MEGABYTE = 1 << 20;

    @Override
    public String name() {
        return "intake";
    }

    @Override
    public void run(Servers servers, boolean brief, Report report) throws Exception {
        Recording small = new Recording(MEGABYTE);
        Recording large = new Recording((brief ? 64L : 1_024L) * MEGABYTE);
        int times = brief ? 5 : 50;
        try (GatewayProcess gateway = GatewayProcess.start(servers, servers.newDatabase("intake"), HEAP_MEGABYTES)) {
            ApiClient api = new ApiClient(gateway.port());
            uploads(api, small, times);
            List<Double> alone = uploads(api, small, times);
            double disk = disk(servers.directory("disk").resolve("file"), large.bytes());
            HeapWatch heap = new HeapWatch(gateway.port());
            double seconds = uploads(api, large, 1).get(0) / 1_000;
            double peak = heap.stop();
            double rate = large.bytes() / (double) MEGABYTE / seconds;
            report.figure("intake.heap-limit", HEAP_MEGABYTES, "MB");
            report.figure("intake.large.megabytes", large.bytes() / (double) MEGABYTE, "MB");
            report.figure("intake.large", rate, "MB/s", Report.ratio(rate, disk, "the disk"), null);
            report.figure("intake.disk", disk, "MB/s");
            report.figure("intake.large.peak-heap", peak, "MB", Report.ratio(peak, HEAP_MEGABYTES, "the limit"), "< 1");
            report.figure("intake.small.p50", Statistics.median(alone), "ms");
            List<Socket> slow = dawdlers(gateway.port());
            try {
                double beside = Statistics.median(uploads(api, small, times));
                report.figure(
                        "intake.small.p50-beside-" + SLOW_CLIENTS + "-slow",
                        beside,
                        "ms",
                        Report.ratio(beside, Statistics.median(alone), "alone"),
                        null);
            } finally {
                for (Socket socket : slow) {
                    socket.close();
                }
            }
        }
    }

    private static List<Double> uploads(ApiClient api, Recording recording, int times) throws Exception {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long begun = System.nanoTime();
            api.upload(recording);
            millis.add((System.nanoTime() - begun) / 1e6);
        }
        return millis;
    }

    /** Begin an upload and stop in the middle of the recording. */
    private static List<Socket> dawdlers(int port) throws IOException {
        byte[] head = ("POST /transcribe HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + EarmarkEngine.KEY
                        + "\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n"
                        + "--x\r\nContent-Disposition: form-data; name=\"audio\"; filename=\"a.wav\"\r\n\r\nRIFF")
                .getBytes(StandardCharsets.US_ASCII);
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < SLOW_CLIENTS; i++) {
            Socket socket = new Socket("127.0.0.1", port);
            sockets.add(socket);
            OutputStream out = socket.getOutputStream();
            out.write(head);
            out.flush();
        }
        return sockets;
    }

    /** Megabytes a second that the disk takes, synced at the end as a blob is. */
    private static double disk(Path file, long bytes) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(64 * 1_024);
        long begun = System.nanoTime();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long written = 0; written < bytes; written += chunk.capacity()) {
                channel.write(chunk.clear());
            }
            channel.force(true);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        Files.delete(file);
        return bytes / (double) MEGABYTE / seconds;
    }
}
