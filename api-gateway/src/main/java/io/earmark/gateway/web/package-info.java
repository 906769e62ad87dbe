/** What every endpoint shares: problems, lists, ids. */
@NullMarked
package io.earmark.gateway.web;

import org.jspecify.annotations.NullMarked;
