package io.earmark;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/** What code may use what, and how it is written. Each module runs these over its own classes. */
public final class HouseRules {

    @ArchTest
    static final ArchRule the_model_needs_the_JDK_alone = classes()
            .that()
            .resideInAnyPackage("io.earmark.job", "io.earmark.call", "io.earmark.blob")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "java..", "org.jspecify..", "io.earmark.job", "io.earmark.call", "io.earmark.blob"))
            .allowEmptyShould(true);

    /** Gateway, transcription and speech all run ffmpeg: which one, and within what bounds, is settled once. */
    @ArchTest
    static final ArchRule finding_and_bounding_ffmpeg_needs_the_JDK_and_the_bundle_alone = classes()
            .that()
            .resideInAPackage("io.earmark.audio")
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage("java..", "org.jspecify..", "org.bytedeco..", "io.earmark.audio"))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule only_one_place_looks_for_ffmpeg = noClasses()
            .that(not(resideInAPackage("io.earmark.audio")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bytedeco..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule the_wire_knows_only_the_job = noClasses()
            .that()
            .resideInAPackage("io.earmark.wire")
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.earmark..")
                    .and(not(resideInAnyPackage("io.earmark.wire", "io.earmark.job"))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule the_store_does_not_know_the_broker = noClasses()
            .that()
            .resideInAPackage("io.earmark.store")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.earmark.wire", "io.earmark.work", "org.springframework.amqp..", "com.rabbitmq..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule workers_leave_database_and_broker_to_the_runtime = noClasses()
            .that()
            .resideInAnyPackage("io.earmark.stt..", "io.earmark.tts..", "io.earmark.moment..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.earmark.store..",
                    "io.earmark.wire..",
                    "io.earmark.gateway..",
                    "org.springframework.amqp..",
                    "org.springframework.jdbc..",
                    "com.rabbitmq..",
                    "java.sql..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule the_gateway_does_no_work_itself = noClasses()
            .that()
            .resideInAPackage("io.earmark.gateway..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "io.earmark.work..", "io.earmark.stt..", "io.earmark.tts..", "io.earmark.moment.."))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule time_comes_from_a_clock = noClasses()
            .that(not(resideInAPackage("io.earmark.standalone..")))
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("a " + Clock.class.getSimpleName() + " is injected, so that tests can move it")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule no_attic = noClasses()
            .should()
            .resideInAnyPackage("..util..", "..common..", "..helper..", "..manager..", "..impl..")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule static_fields_are_constants = fields().that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage("io.earmark..")
            .should()
            .beFinal()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothing_is_injected_into_fields = fields().should()
            .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
            .allowEmptyShould(true);

    private HouseRules() {}
}
