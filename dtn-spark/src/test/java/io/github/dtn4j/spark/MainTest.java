package io.github.dtn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    Path folder;

    @Test
    void theMasterMayBeLeftOut() {
        LocalSpark.session();
        Digits.write(folder.resolve("in"), 3);
        Said said = say(
                "transfer",
                "--spark",
                folder.resolve("in").toString(),
                folder.resolve("a").toString(),
                "--model",
                "../models/svhn-mnist.safetensors");
        assertThat(said.exitCode).as(said.text).isZero();
        assertThat(Digits.read(folder.resolve("a"))).hasSize(3);
        assertThat(said.text).contains("3 images drawn by svhn-mnist");
    }

    @Test
    void mistakesAreOneLine() {
        LocalSpark.session();
        Said said = say(
                "transfer",
                "--spark",
                "local[2]",
                folder.resolve("none").toString(),
                folder.resolve("a").toString(),
                "--model",
                "../models/svhn-mnist.safetensors");
        assertThat(said.exitCode).isEqualTo(2);
        assertThat(said.text).contains("dtn: no such folder, archive or table of images");
        assertThat(say("transfer", "--spark", "a", "b", "--model", "m", "--size", "3").text)
                .contains("--size 3: expected 8 to 4096");
        assertThat(say("prepare", "--spark").exitCode).isEqualTo(2);
    }

    private record Said(int exitCode, String text) {}

    private static Said say(String... args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(text, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
        try {
            return new Said(Main.run(args), text.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
