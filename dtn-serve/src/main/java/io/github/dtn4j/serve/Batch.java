package io.github.dtn4j.serve;

import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.transfer.Framed;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Photos that go through the networks together. One that cannot be drawn does not harm the others. */
final class Batch {
    private final List<Job> jobs;
    private final int most;
    private final Metrics metrics;

    /** @param most faces that are drawn at once: a photo may show many */
    Batch(List<Job> jobs, int most, Metrics metrics) {
        this.jobs = jobs;
        this.most = most;
        this.metrics = metrics;
    }

    /** A photo whose faces are known, and which of them are drawn so far. */
    private record Sketch(
            Job job,
            int found,
            List<Framed> chosen,
            @Nullable Pixels[] drawn) {
        static Sketch of(Job job, List<Framed> found) {
            List<Framed> chosen = job.choice().of(found, job.photo());
            return new Sketch(job, found.size(), chosen, new Pixels[chosen.size()]);
        }

        Drawing finished() {
            List<Drawing.Face> faces = new ArrayList<>();
            for (int i = 0; i < drawn.length; i++) {
                Pixels face = drawn[i];
                if (face != null) {
                    faces.add(Drawing.Face.of(chosen.get(i), face, job.photo().scale()));
                }
            }
            return new Drawing(job.photo().width(), job.photo().height(), found, faces);
        }
    }

    /** One face of a sketch. */
    private record Part(Sketch sketch, int index) {
        Pixels framed() {
            return sketch.chosen().get(index).pixels();
        }
    }

    /** What can go through the same network and come out in the same size. */
    private record Style(DrawingModel model, int size) {}

    void work() {
        List<Job> wanted = new ArrayList<>();
        for (Job job : jobs) {
            if (job.wanted()) {
                wanted.add(job);
            } else {
                job.photo().close();
                job.fail(Problem.TIMEOUT.with("the photo waited too long; try again in a moment"));
            }
        }
        if (wanted.isEmpty()) {
            return;
        }
        metrics.batch(wanted.size());
        List<Sketch> sketches = new ArrayList<>();
        grouped(wanted, Job::model).forEach((model, some) -> sketches.addAll(sketches(model, some)));
        grouped(sketches, sketch -> new Style(sketch.job().model(), sketch.job().size()))
                .forEach(this::draw);
        for (Sketch sketch : sketches) {
            if (sketch.job().result().complete(sketch.finished())) {
                metrics.drawn();
            }
        }
    }

    private List<Sketch> sketches(DrawingModel model, List<Job> some) {
        List<Sketch> sketches = new ArrayList<>();
        together(
                some,
                group -> metrics.finding(() -> model.find(
                        group.stream().map(job -> job.photo().pixels()).toList())),
                (job, found) -> {
                    try {
                        sketches.add(Sketch.of(job, found));
                    } catch (RuntimeException e) {
                        job.fail(e);
                    }
                },
                Job::fail);
        some.forEach(job -> job.photo().close()); // its faces are cut out
        return sketches;
    }

    private void draw(Style style, List<Sketch> sketches) {
        List<Part> parts = new ArrayList<>();
        for (Sketch sketch : sketches) {
            for (int i = 0; i < sketch.drawn().length; i++) {
                parts.add(new Part(sketch, i));
            }
        }
        for (int start = 0; start < parts.size(); start += most) {
            together(
                    parts.subList(start, Math.min(parts.size(), start + most)),
                    group -> metrics.drawing(() ->
                            style.model().draw(group.stream().map(Part::framed).toList(), style.size())),
                    (part, drawn) -> part.sketch().drawn()[part.index()] = drawn,
                    (part, fault) -> part.sketch().job().fail(fault));
        }
    }

    /** Does work for all at once; where that fails, one by one, so that only those fail that make it fail. */
    private static <T, R> void together(
            List<T> all, Function<List<T>, List<R>> work, BiConsumer<T, R> done, BiConsumer<T, Throwable> failed) {
        List<R> results;
        try {
            results = work.apply(all);
        } catch (Throwable e) { // among them no memory left, for a batch of one may do
            if (all.size() == 1) {
                failed.accept(all.get(0), e);
            } else {
                all.forEach(one -> together(List.of(one), work, done, failed));
            }
            return;
        }
        Iterator<R> each = results.iterator();
        all.forEach(one -> done.accept(one, each.next()));
    }

    private static <T, K> Map<K, List<T>> grouped(List<T> all, Function<T, K> key) {
        Map<K, List<T>> groups = new LinkedHashMap<>();
        all.forEach(one ->
                groups.computeIfAbsent(key.apply(one), k -> new ArrayList<>()).add(one));
        return groups;
    }
}
