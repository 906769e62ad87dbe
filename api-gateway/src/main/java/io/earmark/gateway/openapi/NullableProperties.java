package io.earmark.gateway.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells of each property of a record whether it is always there and whether it may be null, as the compiler knows it: what
 * is not {@link Nullable} is required; what is may be null, unless Jackson then leaves it out.
 */
@Component
class NullableProperties implements ModelConverter {

    private static final String REFERENCE = "#/components/schemas/";

    @Override
    public boolean isOpenapi31() {
        return true;
    }

    @Override
    @SuppressWarnings("rawtypes") // As the interface has it.
    public @Nullable Schema resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> others) {
        if (!others.hasNext()) {
            return null;
        }
        Schema<?> schema = others.next().resolve(type, context, others);
        JavaType java = Json31.mapper().constructType(type.getType());
        Schema<?> model = schema == null ? null : model(schema, context);
        if (model != null && java != null && java.getRawClass().isRecord() && model.getProperties() != null) {
            for (RecordComponent component : java.getRawClass().getRecordComponents()) {
                tell(model, component, model.getProperties().get(component.getName()));
            }
        }
        return schema;
    }

    private static @Nullable Schema<?> model(Schema<?> schema, ModelConverterContext context) {
        String reference = schema.get$ref();
        return reference == null ? schema : context.getDefinedModels().get(reference.substring(REFERENCE.length()));
    }

    /** @param property null for one whose own properties take its place */
    @SuppressWarnings("rawtypes") // As the map of properties has it.
    private static void tell(Schema<?> model, RecordComponent component, @Nullable Schema property) {
        if (property == null) {
            return;
        }
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        JsonInclude.Include included = included(component);
        if (!nullable && included != JsonInclude.Include.NON_DEFAULT) {
            require(model, component.getName());
        }
        if (nullable && included == JsonInclude.Include.ALWAYS) {
            Map<String, Schema> properties = model.getProperties();
            properties.put(component.getName(), orNull(property));
        }
    }

    private static void require(Schema<?> model, String name) {
        if (model.getRequired() == null || !model.getRequired().contains(name)) {
            model.addRequiredItem(name);
        }
    }

    private static JsonInclude.Include included(RecordComponent component) {
        JsonInclude own = component.getAccessor().getAnnotation(JsonInclude.class);
        JsonInclude include = own != null ? own : component.getDeclaringRecord().getAnnotation(JsonInclude.class);
        return include == null ? JsonInclude.Include.ALWAYS : include.value();
    }

    private static Schema<?> orNull(Schema<?> property) {
        if (property.getTypes() != null && property.getEnum() == null) {
            property.addType("null");
            return property;
        }
        return property.getAnyOf() != null
                ? property
                : new Schema<>().anyOf(List.of(property, new Schema<>().types(Set.of("null"))));
    }
}
