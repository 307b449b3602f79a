/**
 * Studies: the same training in several variants and with several seeds, as runs that resume, and the tables that compare them
 * (paper, section 5).
 */
@NullMarked
package io.github.dtn4j.experiment;

import org.jspecify.annotations.NullMarked;
