/** The settings of a run: records that are validated when they are read. */
@NullMarked
package io.github.dtn4j.recipe;

import org.jspecify.annotations.NullMarked;
