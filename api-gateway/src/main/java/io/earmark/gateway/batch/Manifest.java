package io.earmark.gateway.batch;

import io.earmark.blob.BlobRef;
import io.earmark.call.AudioFormat;
import io.earmark.call.CallMetadata;
import io.earmark.job.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a batch is asked to hold. */
record Manifest(Options options, List<Item> items) {

    /**
     * Null where nothing was said.
     *
     * @param callEvents whether the callback is told of each call too
     */
    record Options(
            @Nullable String reference,
            @Nullable Integer priority,
            @Nullable String callbackUrl,
            @Nullable Boolean callEvents,
            @Nullable Boolean reuse) {

        /** These, and where they say nothing, those. */
        Options or(Options other) {
            return new Options(
                    reference == null ? other.reference : reference,
                    priority == null ? other.priority : priority,
                    callbackUrl == null ? other.callbackUrl : callbackUrl,
                    callEvents == null ? other.callEvents : callEvents,
                    reuse == null ? other.reuse : reuse);
        }
    }

    /** A recording that is here. */
    record Audio(BlobRef blob, AudioFormat format) {}

    /**
     * One recording.
     *
     * @param url    where to fetch it; null if it is uploaded
     * @param part   the part of the same request that holds it
     * @param sha256 that it must have, in lower case
     * @param audio  once it is here
     * @param failed why it will never be a call
     */
    record Item(
            @Nullable String reference,
            @Nullable String url,
            @Nullable String part,
            @Nullable String sha256,
            CallMetadata metadata,
            @Nullable Audio audio,
            @Nullable Failure failed) {

        static Item failed(@Nullable String reference, Failure failure) {
            return new Item(reference, null, null, null, CallMetadata.NONE, null, failure);
        }

        Item with(Audio here) {
            return new Item(reference, url, part, sha256, metadata, here, null);
        }

        Item with(Failure failure) {
            return new Item(reference, url, part, sha256, metadata, null, failure);
        }

        ItemState state() {
            if (failed != null) {
                return ItemState.FAILED;
            }
            return audio != null || url != null ? ItemState.WAITING : ItemState.AWAITING_UPLOAD;
        }
    }
}
