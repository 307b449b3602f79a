/** From two folders of images to a model, without a recipe. */
@NullMarked
package io.github.dtn4j.learn;

import org.jspecify.annotations.NullMarked;
