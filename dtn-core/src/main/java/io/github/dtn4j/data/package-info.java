/** Readers and generators of labelled and unlabelled images, and the packed sets they fill. */
@NullMarked
package io.github.dtn4j.data;

import org.jspecify.annotations.NullMarked;
