/** ffmpeg and ffprobe as child processes: which program runs, what it may read, and how much it may take. */
@NullMarked
package io.earmark.audio;

import org.jspecify.annotations.NullMarked;
