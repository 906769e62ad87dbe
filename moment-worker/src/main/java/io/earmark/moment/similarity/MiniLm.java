package io.earmark.moment.similarity;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The sentence model all-MiniLM-L6-v2 with 8-bit weights, run by ONNX Runtime. A sentence's vector is the mean of its
 * pieces' vectors, brought to length 1 (N. Reimers and I. Gurevych, "Sentence-BERT: Sentence Embeddings using Siamese
 * BERT-Networks", EMNLP 2019). It is loaded at first use, so that a worker starts at once and starts without it too.
 */
public final class MiniLm implements SentenceEncoder {

    private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
    private static final String VOCABULARY = "/all-minilm-l6-v2-q-tokenizer.json";
    private static final int BATCH = 16;
    private static final int DIMENSIONS = 384;

    private record Engine(OrtSession session, WordPieces pieces) {}

    private @Nullable Engine engine;

    @Override
    public List<float[]> encode(List<String> sentences) {
        try {
            Engine loaded = engine();
            List<long[]> pieces = sentences.stream().map(loaded.pieces()::of).toList();
            float[][] vectors = new float[pieces.size()][];
            // Alike lengths together: a batch is as wide as its longest sentence.
            List<Integer> order = IntStream.range(0, pieces.size())
                    .boxed()
                    .sorted(Comparator.comparingInt(index -> pieces.get(index).length))
                    .toList();
            for (int from = 0; from < order.size(); from += BATCH) {
                run(loaded.session(), pieces, order.subList(from, Math.min(order.size(), from + BATCH)), vectors);
            }
            return List.of(vectors);
        } catch (OrtException e) {
            throw new IllegalStateException("The sentence model failed: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("The sentence model cannot be loaded: " + e.getMessage(), e);
        }
    }

    private static void run(OrtSession session, List<long[]> pieces, List<Integer> batch, float[][] vectors)
            throws OrtException {
        int width = pieces.get(batch.get(batch.size() - 1)).length;
        long[] numbers = new long[batch.size() * width];
        long[] mask = new long[numbers.length];
        for (int row = 0; row < batch.size(); row++) {
            long[] sentence = pieces.get(batch.get(row));
            System.arraycopy(sentence, 0, numbers, row * width, sentence.length);
            Arrays.fill(mask, row * width, row * width + sentence.length, 1);
        }
        long[] shape = {batch.size(), width};
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OnnxTensor input = OnnxTensor.createTensor(environment, LongBuffer.wrap(numbers), shape);
                OnnxTensor attention = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
                OnnxTensor types = OnnxTensor.createTensor(environment, LongBuffer.allocate(numbers.length), shape);
                OrtSession.Result result =
                        session.run(Map.of("input_ids", input, "attention_mask", attention, "token_type_ids", types))) {
            FloatBuffer states = ((OnnxTensor) result.get(0)).getFloatBuffer();
            for (int row = 0; row < batch.size(); row++) {
                vectors[batch.get(row)] = unit(states, row * width, pieces.get(batch.get(row)).length);
            }
        }
    }

    /** The sum's direction is the mean's. */
    private static float[] unit(FloatBuffer states, int first, int count) {
        float[] sum = new float[DIMENSIONS];
        for (int piece = first; piece < first + count; piece++) {
            for (int i = 0; i < DIMENSIONS; i++) {
                sum[i] += states.get(piece * DIMENSIONS + i);
            }
        }
        double length = Math.sqrt(SentenceEncoder.similarity(sum, sum));
        for (int i = 0; i < DIMENSIONS; i++) {
            sum[i] = (float) (sum[i] / length);
        }
        return sum;
    }

    private synchronized Engine engine() throws IOException, OrtException {
        if (engine == null) {
            WordPieces pieces;
            try (InputStream vocabulary = resource(VOCABULARY)) {
                pieces = WordPieces.read(vocabulary);
            }
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            UnpackedLibrary.forget();
            try (InputStream model = resource(MODEL);
                    OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                // The arena would keep the largest batch's memory for ever.
                options.setCPUArenaAllocator(false);
                engine = new Engine(environment.createSession(model.readAllBytes(), options), pieces);
            }
        }
        return engine;
    }

    private static InputStream resource(String name) throws IOException {
        InputStream found = MiniLm.class.getResourceAsStream(name);
        if (found == null) {
            throw new IOException(name + " is missing from this build.");
        }
        return found;
    }

    @Override
    public synchronized void close() {
        if (engine != null) {
            try {
                engine.session().close();
            } catch (OrtException e) {
                throw new IllegalStateException("The sentence model cannot be closed.", e);
            } finally {
                engine = null;
            }
        }
    }
}
