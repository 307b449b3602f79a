package io.github.dtn4j.bench;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.jsontype.PolymorphicTypeValidator;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** In no module does data turn into code: this one depends on all others, for this test, and thus is built last. */
class HostileDataTest {
    private static final String RESOURCES_ONLY = "dtn-assets";

    private static JavaClasses classes;

    @BeforeAll
    static void importEveryModule() throws IOException {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> modules = Files.newDirectoryStream(Path.of(".."), "dtn-*")) {
            modules.forEach(module -> folders.add(module.resolve("target/classes/io/github/dtn4j")));
        }
        folders.removeIf(folder -> folder.startsWith("../" + RESOURCES_ONLY));
        assertThat(folders)
                .as("classes of each module; build all of them first")
                .allSatisfy(folder -> assertThat(folder).isDirectory());
        classes = new ClassFileImporter().importPaths(folders);
    }

    @Test
    void everyModuleIsLookedAt() {
        assertThat(classes.stream().map(JavaClass::getPackageName))
                .contains(
                        "io.github.dtn4j.torch",
                        "io.github.dtn4j.export",
                        "io.github.dtn4j.serve",
                        "io.github.dtn4j.cli",
                        "io.github.dtn4j.spark",
                        "io.github.dtn4j.examples",
                        "io.github.dtn4j.bench");
    }

    @Test
    void javaObjectsAreNeverDeserialised() {
        noClasses()
                .should()
                .dependOnClassesThat(nameMatching("java\\.io\\.(ObjectInput|ObjectInputStream|Externalizable)"))
                .orShould()
                .dependOnClassesThat(
                        resideInAnyPackage("java.beans..", "java.rmi..", "javax.management.remote..", "javax.naming.."))
                .check(classes);
    }

    @Test
    void picklesAreNeverReadAndProgramsWhereTheUserTrustsThemOnly() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.github.dtn4j.model.TorchScriptEncoder")
                .and() // loads what it has just written
                .doNotHaveFullyQualifiedName("io.github.dtn4j.export.TorchScriptCheck")
                .should()
                .callMethodWhere(target(owner(nameMatching("org\\.bytedeco\\.pytorch\\.global\\.torch")))
                        .and(target(nameMatching("load|_?load_.*|import_ir_module|.*unpickle.*|pickle_load.*"))))
                .orShould()
                .dependOnClassesThat(
                        nameMatching("org\\.bytedeco\\.pytorch\\.(.*Unpickler|InputArchive|PyTorchStreamReader)"))
                .check(classes);
    }

    @Test
    void jsonAndYamlNameNoClasses() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.yaml.snakeyaml..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(PolymorphicTypeValidator.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(JsonTypeInfo.class)
                .orShould()
                .callMethodWhere(target(nameMatching("activateDefaultTyping.*|enableDefaultTyping.*")))
                .check(classes);
    }

    @Test
    void xmlIsNotParsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.xml..", "org.xml.sax..", "org.w3c.dom..")
                .check(classes);
    }

    @Test
    void nothingIsInterpretedLoadedOrHandedToAShell() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.script..", "javax.tools..", "jdk.jshell..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ClassLoader.class)
                .orShould()
                .callMethodWhere(
                        target(owner(nameMatching("java\\.lang\\.Runtime"))).and(target(nameMatching("exec"))))
                .orShould()
                .callMethodWhere(
                        target(owner(nameMatching("java\\.lang\\.Class"))).and(target(nameMatching("forName"))))
                .check(classes);
    }
}
