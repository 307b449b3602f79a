package io.github.dtn4j;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packages form a line in the order in which data flows; each may use those before it and none after it. */
class ArchitectureTest {
    private static final String ROOT = "io.github.dtn4j";

    private static final List<String> IN_ORDER_OF_DATA_FLOW = List.of(
            "recipe",
            "image",
            "data",
            "torch",
            "model",
            "loss",
            "train",
            "checkpoint",
            "transfer",
            "evaluate",
            "report",
            "faces",
            "run",
            "learn",
            "experiment");

    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
                .importPackages(ROOT);
    }

    @Test
    void everyPackageHasItsPlaceInTheOrder() {
        Set<String> packages = classes.stream()
                .map(type -> type.getPackageName())
                .filter(name -> !name.equals(ROOT))
                .collect(Collectors.toSet());

        assertThat(IN_ORDER_OF_DATA_FLOW.stream().map(name -> ROOT + "." + name))
                .containsAll(packages);
    }

    @Test
    void noPackageUsesOneThatComesAfterIt() {
        for (int i = 0; i < IN_ORDER_OF_DATA_FLOW.size() - 1; i++) {
            String earlier = packageOf(i);
            String[] later = IN_ORDER_OF_DATA_FLOW.subList(i + 1, IN_ORDER_OF_DATA_FLOW.size()).stream()
                    .map(name -> ROOT + "." + name + "..")
                    .toArray(String[]::new);

            noClasses()
                    .that()
                    .resideInAPackage(earlier)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later)
                    .allowEmptyShould(true)
                    .check(classes);
        }
    }

    @Test
    void theSharedTypesOfTheRootUseNoPackageBelowIt() {
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAPackage(ROOT))))
                .check(classes);
    }

    @Test
    void libtorchIsUsedFromTorchDownOnly() {
        String[] fromTorchDown = IN_ORDER_OF_DATA_FLOW.stream()
                .skip(IN_ORDER_OF_DATA_FLOW.indexOf("torch"))
                .map(name -> ROOT + "." + name + "..")
                .toArray(String[]::new);

        noClasses()
                .that(not(resideInAnyPackage(fromTorchDown)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco.pytorch..")
                .check(classes);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(classes);
    }

    private static String packageOf(int index) {
        return ROOT + "." + IN_ORDER_OF_DATA_FLOW.get(index) + "..";
    }
}
