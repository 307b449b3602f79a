package io.github.dtn4j.run;

import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.evaluate.TransferAccuracy;
import io.github.dtn4j.transfer.Translator;
import java.util.Locale;
import java.util.Map;

/** Transfer accuracy on labelled validation images. */
record DigitExaminer(Translator translator, Judge judge, ImageSet validation) implements Examiner {
    @Override
    public Report examine() {
        TransferAccuracy figures =
                TransferAccuracy.measure(translator, judge.classifier(), judge.accuracy(), validation);
        return new Report(
                Map.of("accuracy/validation", figures.accuracy(), "accuracy/encoder", figures.encoderAccuracy()),
                String.format(
                        Locale.ROOT,
                        "transfer accuracy %.2f %% on %d validation images (f itself %.2f %%)",
                        100 * figures.accuracy(),
                        figures.count(),
                        100 * figures.encoderAccuracy()));
    }
}
