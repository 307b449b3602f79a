package io.github.dtn4j.experiment;

import java.util.List;

/**
 * A training in a study.
 *
 * @param name in the names of folders and files: letters, digits and hyphens
 * @param recipe the recipe that it starts from: a file, or the name of one that comes with the program
 * @param settings what it changes there, {@code key=value}
 */
record Variant(String name, String recipe, List<String> settings) {
    Variant {
        settings = List.copyOf(settings);
    }
}
