package io.github.dtn4j.cli.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Work that can be interrupted and must go on.
 *
 * @param name such as {@code train}
 * @param begin the arguments that begin it, with results in a folder
 * @param goOn the arguments that go on with it, in the same folder
 * @param stage where work that was killed had come to, in a word; empty where it has no stages
 */
record Work(
        String name,
        Function<Path, List<Object>> begin,
        Function<Path, List<Object>> goOn,
        Function<Path, String> stage) {
    /** Work that goes on by the command that began it. */
    static Work same(String name, Function<Path, List<Object>> command) {
        return new Work(name, command, command, folder -> "");
    }

    /** A whole run: f, the warm start, the steps, the upscaler. */
    static Work train() {
        return new Work("train", Work::beginTraining, Work::resume, Work::stage);
    }

    /** The same, its steps shared with a worker that it starts. */
    static Work trainByTwo() {
        return new Work(
                "train by two workers",
                folder -> byTwo(beginTraining(folder)),
                folder -> byTwo(resume(folder)),
                Work::stage);
    }

    private static List<Object> byTwo(List<Object> command) {
        List<Object> longer = new ArrayList<>(command);
        longer.addAll(List.of("--local-workers", 2));
        return longer;
    }

    private static List<Object> beginTraining(Path folder) {
        return List.of("train", "tiny.yaml", "--runs", folder);
    }

    /** A run that was killed before it had a recipe never began: to begin again takes up its folder. */
    private static List<Object> resume(Path folder) {
        Path run = folder.resolve("00001-tiny");
        return Files.exists(run.resolve("recipe.yaml")) ? List.of("train", "--resume", run) : beginTraining(folder);
    }

    private static String stage(Path folder) {
        Path run = folder.resolve("00001-tiny");
        if (!Files.exists(run.resolve("encoder.safetensors"))) {
            return "pretraining";
        }
        if (!Files.exists(run.resolve("metrics.jsonl"))) {
            return "warm start";
        }
        if (!Files.exists(run.resolve("samples/000040.png"))) {
            return "steps";
        }
        return Files.exists(run.resolve("evaluation.json")) ? "final saves" : "upscaler";
    }

    static Work prepareFolder() {
        return same("prepare a folder", out -> List.of("prepare", "photos", "--size", 32, "--out", set(out)));
    }

    static Work prepareCartoons() {
        int count = Chaos.cases(20, 100);
        return same(
                "prepare cartoons",
                out -> List.of("prepare", "cartoons", "--count", count, "--size", 48, "--out", set(out)));
    }

    static Work prepareFaces() {
        return same("prepare faces", out -> List.of("prepare", "faces", "faces", "--out", set(out)));
    }

    static Work transferFolder() {
        return same(
                "transfer a folder",
                out -> List.of("transfer", "--model", Workshop.model(), "photos", out.resolve("drawn")));
    }

    static Work transferSet() {
        return same(
                "transfer into a set",
                out -> List.of("transfer", "--model", Workshop.model(), "photos", set(out), "--size", 64));
    }

    static Work export() {
        return same(
                "export",
                out -> List.of(
                        "export",
                        "--model",
                        Workshop.model(),
                        "--onnx",
                        out.resolve("m.onnx"),
                        "--torchscript",
                        out.resolve("m.pt")));
    }

    static Work experiment() {
        return same(
                "experiment",
                out -> List.of(
                        "experiment",
                        "strategies",
                        "--recipe",
                        "tiny.yaml",
                        "--seeds",
                        1,
                        "--set",
                        "upscaler.images=",
                        "--set",
                        "train.steps=10",
                        "--out",
                        out));
    }

    private static Path set(Path folder) {
        return folder.resolve("set.images");
    }

    @Override
    public String toString() {
        return name;
    }
}
