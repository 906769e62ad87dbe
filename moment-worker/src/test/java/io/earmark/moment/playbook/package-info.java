@NullMarked
package io.earmark.moment.playbook;

import org.jspecify.annotations.NullMarked;
