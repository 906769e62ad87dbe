package io.earmark.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.RequestMapping;

/** What the documentation lists is what there is. */
class DocumentationTest {

    private static final Path ROOT = Path.of("../..");
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.earmark");

    @Test
    void every_setting_is_in_the_table() throws IOException {
        String pages =
                Files.readString(ROOT.resolve("README.md")) + Files.readString(ROOT.resolve("deploy/docs/settings.md"));
        List<String> settings = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            if (type.isAnnotatedWith(ConfigurationProperties.class)) {
                String prefix =
                        type.getAnnotationOfType(ConfigurationProperties.class).value();
                settings.addAll(names(prefix, type.reflect()));
            }
            for (Method method : methods(type)) {
                Scheduled scheduled = AnnotatedElementUtils.findMergedAnnotation(method, Scheduled.class);
                if (scheduled != null) {
                    settings.add(scheduled.fixedDelayString().replaceAll("\\$\\{([^:}]*).*", "$1"));
                }
            }
        }
        assertThat(settings)
                .hasSizeGreaterThan(25)
                .allSatisfy(setting -> assertThat(pages)
                        .as("README.md and deploy/docs/settings.md")
                        .contains("`" + setting + "`"));
    }

    @Test
    void every_endpoint_is_shown_with_curl() throws IOException {
        String pages =
                Files.readString(ROOT.resolve("README.md")) + Files.readString(ROOT.resolve("deploy/docs/api.md"));
        List<String> endpoints = new ArrayList<>();
        for (JavaClass type : CLASSES.that(DescribedPredicate.describe(
                "of the gateway", one -> one.getPackageName().startsWith("io.earmark.gateway")))) {
            RequestMapping base = AnnotatedElementUtils.findMergedAnnotation(type.reflect(), RequestMapping.class);
            for (Method method : methods(type)) {
                RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
                if (mapping != null && mapping.method().length > 0) {
                    endpoints.add((first(base) + first(mapping)).replaceAll("^/$", ""));
                }
            }
        }
        assertThat(endpoints)
                .hasSizeGreaterThan(15)
                .allSatisfy(path -> assertThat(pages)
                        .as("README.md and deploy/docs/api.md")
                        .containsPattern("\\$URL" + path.replaceAll("\\{[^}]*}", "[^/ ]+") + "(?![a-zA-Z/])"));
    }

    private static String first(@Nullable RequestMapping mapping) {
        return mapping == null || mapping.path().length == 0 ? "" : mapping.path()[0];
    }

    /** A record within a record is a group of settings. */
    private static List<String> names(String prefix, Class<?> record) {
        List<String> names = new ArrayList<>();
        for (RecordComponent component : record.getRecordComponents()) {
            String name = prefix + "." + kebab(component.getName());
            names.addAll(component.getType().isRecord() ? names(name, component.getType()) : List.of(name));
        }
        return names;
    }

    private static List<Method> methods(JavaClass type) {
        return type.getPackageName().startsWith("io.earmark.gateway")
                ? Arrays.asList(type.reflect().getDeclaredMethods())
                : List.of();
    }

    private static String kebab(String name) {
        return Pattern.compile("[A-Z]")
                .matcher(name)
                .replaceAll(letter -> "-" + letter.group().toLowerCase(Locale.ROOT));
    }
}
