/** What people look at: the log of a run, its curves and its page of results. */
@NullMarked
package io.github.dtn4j.report;

import org.jspecify.annotations.NullMarked;
