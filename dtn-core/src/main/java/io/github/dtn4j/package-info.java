/** The Domain Transfer Network for the JVM; the packages below are listed in the order in which data flows. */
@NullMarked
package io.github.dtn4j;

import org.jspecify.annotations.NullMarked;
