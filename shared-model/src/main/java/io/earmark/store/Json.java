package io.earmark.store;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Columns of type jsonb, to and from records. */
final class Json {

    private final JsonMapper mapper;

    Json(JsonMapper mapper) {
        this.mapper = mapper;
    }

    String write(Object value) {
        return mapper.writeValueAsString(value);
    }

    @Nullable
    String writeNullable(@Nullable Object value) {
        return value == null ? null : write(value);
    }

    <T> T read(String column, Class<T> type) {
        try {
            return mapper.readValue(column, type);
        } catch (JacksonException e) {
            throw new IllegalStateException("A row does not hold a " + type.getSimpleName(), e);
        }
    }
}
