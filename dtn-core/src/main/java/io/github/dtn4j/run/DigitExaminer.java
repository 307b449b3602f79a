package io.github.dtn4j.run;

import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.evaluate.TransferAccuracy;
import io.github.dtn4j.transfer.Translator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Transfer accuracy on labelled validation images. */
record DigitExaminer(Translator translator, Judge judge, ImageSet validation) implements Examiner {
    @Override
    public Report examine() {
        TransferAccuracy figures =
                TransferAccuracy.measure(translator, judge.classifier(), judge.accuracy(), validation);
        Map<String, Double> scalars = new LinkedHashMap<>();
        scalars.put("accuracy/validation", figures.accuracy());
        String line = String.format(
                Locale.ROOT,
                "transfer accuracy %.2f %% on %d validation images",
                100 * figures.accuracy(),
                figures.count());
        Double ceiling = figures.encoderAccuracy();
        if (ceiling == null) {
            return new Report(scalars, line);
        }
        scalars.put("accuracy/encoder", ceiling);
        return new Report(scalars, line + String.format(Locale.ROOT, " (f itself %.2f %%)", 100 * ceiling));
    }
}
