package io.earmark.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Four threads that insert jobs one by one, each insert a commit of its own. */
final class Inserters implements AutoCloseable {

    private static final int THREADS = 4;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    /** @param jobs a multiple of four; back when all of them are inserted */
    void insert(Engine engine, int jobs) throws Exception {
        List<Future<?>> shares = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            shares.add(threads.submit(() -> {
                for (int job = 0; job < jobs / THREADS; job++) {
                    engine.enqueue();
                }
            }));
        }
        for (Future<?> share : shares) {
            share.get();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
