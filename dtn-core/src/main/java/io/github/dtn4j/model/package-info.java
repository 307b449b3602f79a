/** The networks: encoder f, generator g, discriminator D. Their weights are named tensors; their forward passes are functions. */
@NullMarked
package io.github.dtn4j.model;

import org.jspecify.annotations.NullMarked;
