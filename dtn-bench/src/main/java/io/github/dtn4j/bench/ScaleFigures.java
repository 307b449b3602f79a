package io.github.dtn4j.bench;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code dtn bench scale} measured. */
@JsonNaming(SnakeCaseStrategy.class)
record ScaleFigures(List<Row> rows) implements Figures {
    /**
     * A job.
     *
     * @param seconds from the start of the process to its end
     * @param firstTenth images a second of the first tenth of the images, without the start of the process
     * @param lastTenth images a second of the last tenth; either is null where the job is too quick to tell
     * @param peakMb the most physical memory of the process; 0 where the system does not tell
     * @param bytes of the result
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Row(
            String job,
            int images,
            double seconds,
            @Nullable Double firstTenth,
            @Nullable Double lastTenth,
            long peakMb,
            long bytes) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "| %-15s | %,9d | %7.0f | %8.0f | %8s | %8s | %8d | %9.1f |",
                    job,
                    images,
                    seconds,
                    images / seconds,
                    rate(firstTenth),
                    rate(lastTenth),
                    peakMb,
                    bytes / 1e6);
        }

        private static String rate(@Nullable Double imagesPerSecond) {
            return imagesPerSecond == null ? "-" : String.format(Locale.ROOT, "%.0f", imagesPerSecond);
        }
    }

    @Override
    public List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add("| job             |    images | seconds | images/s | first /s |  last /s | peak MB  | result MB |");
        lines.add("|-----------------|----------:|--------:|---------:|---------:|---------:|---------:|----------:|");
        rows.forEach(row -> lines.add(row.toString()));
        return lines;
    }
}
