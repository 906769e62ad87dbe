@NullMarked
package io.earmark.stt.model;

import org.jspecify.annotations.NullMarked;
