package io.github.dtn4j.cli.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares what two runs have left, byte by byte, but for what the clock has a part in. */
final class Trees {
    /** Files that differ between any two runs: a lock is empty; the others hold the time of the day, seconds or speeds. */
    private static final Pattern LEFT_OUT = Pattern.compile(".*\\.lock|.*events\\.out\\.tfevents\\..*|.*report\\.html");

    /** Seconds and speeds within files that are compared otherwise. */
    private static final Map<Pattern, Pattern> CLOCK = Map.of(
            Pattern.compile(".*metrics\\.jsonl"), Pattern.compile("\"(wall_seconds|speed/[a-z_]+)\":[-+.0-9Ee]+"),
            Pattern.compile(".*table\\.json"), Pattern.compile("\"seconds\" ?: ?\\d+"),
            Pattern.compile(".*table\\.md"), Pattern.compile("\\| [0-9.]+ \\|$", Pattern.MULTILINE));

    /** libtorch names the folder within a TorchScript module after the file that it writes, which is a temporary one. */
    private static final Pattern PRESENCE_ONLY = Pattern.compile(".*\\.pt");

    private Trees() {}

    /** The names of the files that only one of them has, or that differ; empty where the folders are alike. */
    static SortedSet<String> differences(Path expected, Path found) {
        Map<String, byte[]> left = contents(expected);
        Map<String, byte[]> right = contents(found);
        SortedSet<String> names = new TreeSet<>(left.keySet());
        names.addAll(right.keySet());
        return names.stream()
                .filter(name -> !Arrays.equals(left.get(name), right.get(name)))
                .map(name -> !right.containsKey(name)
                        ? name + " (missing)"
                        : left.containsKey(name) ? name : name + " (not expected)")
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is compared of a folder, or of a single file, by name. */
    static Map<String, byte[]> contents(Path root) {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString();
                if (!LEFT_OUT.matcher(name).matches()) {
                    contents.put(name, compared(name, Files.readAllBytes(file)));
                }
            }
            return contents;
        } catch (IOException e) {
            throw new AssertionError("cannot read " + root, e);
        }
    }

    private static byte[] compared(String name, byte[] content) {
        if (PRESENCE_ONLY.matcher(name).matches()) {
            return new byte[0];
        }
        for (Map.Entry<Pattern, Pattern> entry : CLOCK.entrySet()) {
            if (entry.getKey().matcher(name).matches()) {
                String text = new String(content, StandardCharsets.UTF_8);
                return entry.getValue().matcher(text).replaceAll("").getBytes(StandardCharsets.UTF_8);
            }
        }
        return content;
    }

    /** How many files there are below a folder at this moment, while somebody works in it. */
    static SortedSet<String> names(Path root) {
        SortedSet<String> names = new TreeSet<>();
        collect(root.toFile(), names);
        return names;
    }

    private static void collect(java.io.File folder, SortedSet<String> names) {
        java.io.File[] entries = folder.listFiles();
        if (entries == null) { // none, not yet, or no longer
            return;
        }
        for (java.io.File entry : entries) {
            names.add(entry.getPath());
            collect(entry, names);
        }
    }

    /** Removes a folder with all that is in it. */
    static void remove(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new AssertionError("cannot remove " + root, e);
        }
    }
}
