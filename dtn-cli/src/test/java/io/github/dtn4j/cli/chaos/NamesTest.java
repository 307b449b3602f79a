package io.github.dtn4j.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Folders and files of any name, through the launcher, which lies in such a folder itself, and in the locale of an empty
 * environment: every command finds them, and what it writes has the bytes that it has under a plain name.
 */
@Tag("slow")
@Tag("chaos")
class NamesTest {
    private static final String PLAIN = "plain";

    static Stream<String> names() {
        return Stream.of(
                        "übung 😀 №1",
                        "it's \"quoted\" #1",
                        "100 % $HOME %s %20",
                        "a: b, [c] {d} & e; f!",
                        "ẞ日本語 کتاب",
                        "e\u0301 decomposed",
                        "back\\slash \u00a0 hard",
                        "*?<>|~`(x)",
                        "long-" + "x".repeat(180))
                .limit(Chaos.cases(1, 20));
    }

    @ParameterizedTest
    @MethodSource("names")
    void anyNameIsFoundAndWritten(String name) throws IOException {
        assumeThat(Files.isExecutable(Path.of("/bin/bash")))
                .as("the launcher is a script of bash")
                .isTrue();
        assumeThat(System.getProperty("sun.jnu.encoding"))
                .as("this JVM can name the files")
                .isEqualTo("UTF-8");
        try (Trial trial = Trial.of("names of folders and files")) {
            Path plain = Workshop.scratch("names plain").resolve(PLAIN);
            Path odd = Workshop.scratch("names odd").resolve(name);
            session(plain, PLAIN, "C.UTF-8");
            session(odd, name, "POSIX");

            assertThat(written(odd, name)).containsExactlyEntriesOf(written(plain, PLAIN));
            trial.survived();
            Trees.remove(odd);
        }
    }

    /** Every kind of command, with all that it reads and writes below one folder. */
    private static void session(Path folder, String name, String locale) throws IOException {
        Path photos = folder.resolve("photos " + name);
        Files.createDirectories(photos.resolve(name));
        for (int i = 10; i < 20; i++) {
            Path photo = Workshop.folder()
                    .resolve("photos")
                    .resolve(i % 3 == 0 ? "a" : "b")
                    .resolve(i + ".png");
            Files.copy(photo, photos.resolve(name).resolve(name + i + ".png"));
        }
        Path source = Files.copy(Workshop.folder().resolve("s.images"), folder.resolve("s " + name + ".images"));
        Path target = Files.copy(Workshop.folder().resolve("t.images"), folder.resolve("t " + name + ".images"));
        Path recipe = folder.resolve(name + ".yaml");
        String quoted = "'" + source.toString().replace("'", "''") + "'";
        String text = Files.readString(Workshop.folder().resolve("tiny.yaml"));
        Files.writeString(recipe, text.replace("source: s.images", "source: " + quoted));

        Dtn dtn = Workshop.dtn()
                .where("LC_ALL", locale)
                .where("DTN_CACHE", folder.resolve("cache"))
                .throughLauncher(folder.resolve("home " + name));
        Path set = folder.resolve(name + ".images");
        dtn.run("prepare", photos, "--size", 16, "--out", set).done();
        Path runs = folder.resolve("runs " + name);
        dtn.run("train", recipe, "--set", "data.target=" + target, "--set", "upscaler.images=", "--runs", runs)
                .done();
        Path model = runs.resolve("00001-tiny").resolve("model.safetensors");
        dtn.run("transfer", "--model", model, photos, folder.resolve("drawn").resolve(name))
                .done();
        Path onnx = folder.resolve(name + ".onnx");
        Path torchScript = folder.resolve(name + ".pt");
        dtn.run("export", "--model", model, "--onnx", onnx, "--torchscript", torchScript)
                .done();
        assertThat(onnx).isNotEmptyFile();
        assertThat(torchScript).isNotEmptyFile();
        assertThat(dtn.run("inspect", "--verify", set).done().out()).contains(set.toString());
        dtn.run("inspect", folder.resolve("none " + name)).failed(2, "none " + name);
    }

    /** The packed set and the drawings, with the plain name in their names. */
    private static Map<String, String> written(Path folder, String name) throws IOException {
        Map<String, String> written = new TreeMap<>();
        Trees.contents(folder.resolve("drawn"))
                .forEach((file, content) -> written.put(file.replace(name, PLAIN), hash(content)));
        written.put("set", hash(Files.readAllBytes(folder.resolve(name + ".images"))));
        return written;
    }

    private static String hash(byte[] content) {
        return content.length + " bytes " + java.util.Arrays.hashCode(content);
    }

    @Test
    void nameThatBeginsWithAnAt() throws IOException {
        try (Trial trial = Trial.of("names of folders and files")) {
            Path folder = Workshop.scratch("at");
            Path photos = Files.createDirectories(folder.resolve("@photos"));
            Files.copy(Workshop.folder().resolve("photos/b/10.png"), photos.resolve("10.png"));
            Files.copy(Workshop.folder().resolve("photos/b/11.png"), folder.resolve("@11.png"));
            Dtn dtn = Dtn.in(folder);
            dtn.run("prepare", "@photos", "--out", "@set.images").done();
            dtn.run("inspect", "@set.images").done();
            dtn.run("transfer", "--model", Workshop.model(), "@11.png", "@drawn.png")
                    .done();
            trial.survived();
        }
    }
}
