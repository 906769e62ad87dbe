package io.earmark.gateway.web;

import java.util.List;

/** A list that is always given whole; named as in a {@link Page}. */
public record Listed<T>(List<T> items) {}
