/** Trained models as ONNX and TorchScript. */
@NullMarked
package io.github.dtn4j.export;

import org.jspecify.annotations.NullMarked;
