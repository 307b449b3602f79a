package io.github.dtn4j.experiment;

import org.jspecify.annotations.Nullable;

/**
 * A line of a study's table.
 *
 * @param name key in {@code table.json}
 * @param title as people read it
 * @param variant the training that it is about
 * @param figure the number that it is about
 * @param paper what the paper reports, in the figure's unit; null where it reports nothing like it
 */
record Row(
        String name,
        String title,
        Variant variant,
        Figure figure,
        @Nullable Double paper) {}
