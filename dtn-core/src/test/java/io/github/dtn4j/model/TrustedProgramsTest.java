package io.github.dtn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.TinyRun;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.transfer.Translator;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedProgramsTest {
    @TempDir
    Path folder;

    private Path program;

    @BeforeEach
    void placeAProgram() throws IOException {
        program = Files.createFile(
                Files.createDirectory(folder.resolve("downloads")).resolve("f.pt"));
    }

    @AfterEach
    void trustNothing() {
        System.clearProperty("dtn.trust");
    }

    @Test
    void modelOfAStrangerDoesNotRunTheProgramThatItNames() {
        Path model = folder.resolve("model.safetensors");
        new Checkpoint(
                        Checkpoint.Kind.TRANSLATOR,
                        TinyRun.recipe("encoder.type=torchscript", "encoder.file=" + program),
                        Map.of(),
                        Map.of())
                .write(model);

        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Translator.load(model).close())
                .withMessageContainingAll("TorchScript program " + program, "DTN_TRUST=" + program)
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(DtnException.Kind.USAGE));

        System.setProperty("dtn.trust", program.toString()); // now libtorch sees it, and that it is none
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Translator.load(model).close())
                .withMessageContaining("is not a TorchScript module");
    }

    @Test
    void programsAndFoldersThatTheUserNamesAreTrusted() {
        System.setProperty("dtn.trust", folder.resolve("other") + File.pathSeparator + program);
        assertTrusted(program);
        System.setProperty("dtn.trust", folder.toString());
        assertTrusted(program);
        System.setProperty("dtn.trust", folder.resolve("down").toString());
        assertRefused(program);
        System.setProperty("dtn.trust", "");
        assertRefused(program);
    }

    @Test
    void neitherDotsNorLinksLeadOutOfATrustedFolder() throws IOException {
        Path trusted = Files.createDirectory(folder.resolve("trusted"));
        Path link = Files.createSymbolicLink(trusted.resolve("link.pt"), program);
        System.setProperty("dtn.trust", trusted.toString());

        assertRefused(link);
        assertRefused(trusted.resolve("../downloads/f.pt"));
        assertRefused(trusted.resolve("../downloads/absent.pt"));
    }

    @Test
    void whatThisProcessWasToldToRunIsTrusted() {
        assertRefused(program);
        TrustedPrograms.add(program);
        assertTrusted(program);
    }

    @Test
    void impossiblePathsAreRefused() {
        assertThatExceptionOfType(DtnException.class).isThrownBy(() -> TrustedPrograms.check("f\0.pt", "digits"));
    }

    private static void assertTrusted(Path file) {
        assertThatNoException().isThrownBy(() -> TrustedPrograms.check(file.toString(), "digits"));
    }

    private static void assertRefused(Path file) {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> TrustedPrograms.check(file.toString(), "digits"))
                .withMessageContaining("digits");
    }
}
