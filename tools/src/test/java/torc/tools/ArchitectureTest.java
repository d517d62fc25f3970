package torc.tools;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import javax.crypto.Mac;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The rules of the house: which module may know which, and where the types of libraries end.
class ArchitectureTest {
    private static JavaClasses house;

    @BeforeAll
    static void readAllModules() {
        house = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("torc");
        assertThat(house.size()).isGreaterThan(300);
    }

    private static void assertKnowsNothingOf(String room, String... others) {
        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(house);
    }

    @Test
    void callsGoDownNeverUpOrSideways() {
        assertKnowsNothingOf(
                "torc.common..",
                "torc.ring..",
                "torc.objectserver..",
                "torc.blockserver..",
                "torc.proxy..",
                "torc.control..",
                "torc.tools..");
        assertKnowsNothingOf(
                "torc.ring..",
                "torc.objectserver..",
                "torc.blockserver..",
                "torc.proxy..",
                "torc.control..",
                "torc.tools..");
        assertKnowsNothingOf(
                "torc.objectserver..", "torc.blockserver..", "torc.proxy..", "torc.control..", "torc.tools..");
        assertKnowsNothingOf("torc.blockserver..", "torc.proxy..", "torc.control..", "torc.tools..");
        assertKnowsNothingOf("torc.proxy..", "torc.blockserver..", "torc.control..", "torc.tools..");
        assertKnowsNothingOf("torc.control..", "torc.proxy..", "torc.tools..");
    }

    @Test
    void vertxAndNettyEndAtTheHttpServerAndTheHttpClients() {
        noClasses()
                .that(not(resideInAnyPackage(
                        "torc.common.http.server..",
                        "torc.objectserver.client..",
                        "torc.tools.bench..",
                        "torc.blockserver..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..")
                .check(house);
    }

    @Test
    void rocksDbEndsAtTheEngines() {
        noClasses()
                .that(not(resideInAnyPackage(
                        "torc.ring.metadata.state..",
                        "torc.ring.metadata.embedded..",
                        "torc.ring.metadata.replicated..",
                        "torc.objectserver.index..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.rocksdb..")
                .check(house);
    }

    @Test
    void ratisEndsAtTheReplicatedEngine() {
        noClasses()
                .that(not(resideInAnyPackage("torc.ring.metadata.replicated..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.ratis..")
                .check(house);
    }

    @Test
    void prometheusEndsAtTheMetrics() {
        noClasses()
                .that(not(resideInAnyPackage("torc.common.metrics..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micrometer..", "io.prometheus..")
                .check(house);
    }

    @Test
    void theTwoDialectsDoNotKnowEachOther() {
        assertKnowsNothingOf("torc.proxy.swift..", "torc.proxy.s3..");
        assertKnowsNothingOf("torc.proxy.s3..", "torc.proxy.swift..");
    }

    @Test
    void r06_nothingIsReadByJavaSerialisation() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .check(house);
    }

    @Test
    void s30_secretsAreComparedInConstantTimeOnly() {
        // MessageDigest.isEqual is the constant-time comparison of the JDK; Arrays.equals on a MAC's result is not.
        var makesMacs = DescribedPredicate.<JavaClass>describe(
                "make MACs",
                each -> each.getDirectDependenciesFromSelf().stream()
                        .anyMatch(dependency -> dependency.getTargetClass().isEquivalentTo(Mac.class)));
        assertThat(house.stream().filter(makesMacs)).isNotEmpty();
        noClasses()
                .that(makesMacs)
                .should()
                .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
                .check(house);
    }
}
