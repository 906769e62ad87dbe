/** What a job is: its states, its attempts, its lease, and when it is tried again. JDK only. */
@NullMarked
package io.earmark.job;

import org.jspecify.annotations.NullMarked;
