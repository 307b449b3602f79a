/** Whole runs: from a recipe to a run folder, with checkpoints, measurements and reports. */
@NullMarked
package io.github.dtn4j.run;

import org.jspecify.annotations.NullMarked;
