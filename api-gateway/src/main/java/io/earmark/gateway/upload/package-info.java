/**
 * Recordings in pieces, over lines that break: the protocol tus 1.0 (tus.io) with its extensions creation, termination,
 * checksum and expiration.
 *
 * <p>The protocol is ours, though there is a library for it, tus-java-server (MIT, for Servlet 6, kept). It keeps an upload as
 * files beside a lock, which it has to itself, and answers the client before anybody can refuse what was uploaded. Here
 * the last bytes of an upload, the call and its job are one transaction: a gateway that dies leaves either an upload that
 * wants its last bytes again, or a call; and what is no recording is refused in the answer to those bytes. With the library we
 * would write its storage, its locks and its answers ourselves, and keep to its order of events all the same.
 *
 * <p>What arrives goes to the blob store in parts of a few megabytes or seconds, each known to the database as soon as it is
 * on disk. So any gateway can go on where another one ended, and a kill costs one part. Who writes last writes: an older
 * request for the same upload, such as one whose line is dead, finds at its next part that it has been taken over.
 */
@NullMarked
package io.earmark.gateway.upload;

import org.jspecify.annotations.NullMarked;
