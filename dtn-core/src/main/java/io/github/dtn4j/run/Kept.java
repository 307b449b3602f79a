package io.github.dtn4j.run;

import io.github.dtn4j.evaluate.FiguresJson;
import io.github.dtn4j.evaluate.PictureFigures;
import io.github.dtn4j.model.Generator;
import io.github.dtn4j.recipe.Keep;
import io.github.dtn4j.recipe.TrainSpec;
import io.github.dtn4j.run.Candidates.Candidate;
import io.github.dtn4j.train.Trainer;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The step of a run that becomes its model.
 *
 * @param candidates of which it was chosen
 * @param line says which one it is, and why
 * @param advice on a run that ends no cleaner than it began, or null
 * @param divergence of the training after it, or null
 */
record Kept(
        long step,
        double meaning,
        PictureFigures picture,
        Candidates candidates,
        String line,
        @Nullable String advice,
        @Nullable String divergence) {
    /**
     * Chooses the step, and gives the averaged g its weights.
     *
     * @param last the report on the last step, or null where that was measured before the run was interrupted
     * @param divergence that ended the training, or null
     */
    static Kept of(
            TrainSpec spec,
            Trainer trainer,
            Examiner examiner,
            Candidates candidates,
            Examiner.@Nullable Report last,
            @Nullable String divergence) {
        Generator averaged = trainer.averaged();
        Candidate kept = candidates.choose(spec.keepMargin()).orElse(null);
        if (kept == null) {
            return last(spec, trainer.step(), candidates, last == null ? examiner.examine() : last);
        }
        candidates.load(kept, averaged);
        Candidate best = candidates.best().orElse(kept);
        String line = String.format(
                Locale.ROOT,
                "kept step %d of %d: grain %.2f, meaning %.1f %% (best %.1f %% at step %d, margin %.1f %%)",
                kept.step(),
                spec.steps(),
                kept.grain(),
                100 * kept.meaning(),
                100 * best.meaning(),
                best.step(),
                100 * spec.keepMargin());
        return new Kept(
                kept.step(),
                kept.meaning(),
                kept.picture(),
                candidates,
                line,
                advice(kept, candidates.warmStart()),
                divergence);
    }

    private static Kept last(TrainSpec spec, long step, Candidates candidates, Examiner.Report report) {
        String reason = spec.keep() == Keep.LAST
                ? "the last, as train.keep says"
                : "the last, for want of images to compare pictures by (%s)"
                        .formatted(report.picture().counts());
        return new Kept(
                step,
                report.meaning(),
                report.picture(),
                candidates,
                "kept step %d of %d, %s".formatted(step, spec.steps(), reason),
                null,
                null);
    }

    private static @Nullable String advice(Candidate kept, @Nullable Candidate warmStart) {
        if (warmStart == null || kept.grain() < warmStart.grain()) {
            return null;
        }
        return String.format(
                Locale.ROOT,
                "the pictures are no cleaner than after the warm start (grain %.2f against %.2f): try more images, more time, a "
                        + "smaller alpha (loss.constWeight), or another f",
                kept.grain(),
                warmStart.grain());
    }

    /** Final figures of the model, or null where none were measured, with those of this step. */
    String evaluation(@Nullable String figures) {
        return FiguresJson.withKeptStep(figures, step, meaning, picture);
    }

    /** Adds what a model's file says about it. */
    void describe(Map<String, String> facts) {
        facts.put("kept_step", Long.toString(step));
        facts.put("kept", line);
        if (divergence != null) {
            facts.put("diverged", divergence);
        }
    }
}
