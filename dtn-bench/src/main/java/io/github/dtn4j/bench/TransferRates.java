package io.github.dtn4j.bench;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * Images a second at one batch size, medians over the rounds.
 *
 * @param pytorch null where Python was not run
 */
@JsonNaming(SnakeCaseStrategy.class)
record TransferRates(
        int batch,
        double dtn4j,
        double onnxRuntime,
        @Nullable Double pytorch) {}
