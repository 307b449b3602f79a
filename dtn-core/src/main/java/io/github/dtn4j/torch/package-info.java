/**
 * The only doorway to libtorch: loading its natives, moving data in and out of tensors, and the safetensors format. Native
 * memory made inside a {@link org.bytedeco.javacpp.PointerScope} is freed with it; what is to live longer is made outside.
 */
@NullMarked
package io.github.dtn4j.torch;

import org.jspecify.annotations.NullMarked;
