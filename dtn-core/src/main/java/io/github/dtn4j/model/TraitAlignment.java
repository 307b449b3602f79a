package io.github.dtn4j.model;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.model.Graph.Operation;
import io.github.dtn4j.torch.Devices;
import io.github.dtn4j.torch.Tensors;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The alignment of a composed f on the side of S. The identity is standardised. To what the pixels say of a trait is added
 * what the identity lets expect of it (a ridge regression within S: shade darkens a cheek, but the identity knows the
 * person), and the result is mapped onto the distribution that T's traits have, quantile by quantile: the median skin of S
 * becomes the median skin of T.
 *
 * @param standardisation of all elements
 * @param prediction from the standardised identity to what is added to each trait, (identity, traits)
 * @param knots quantiles of S's traits, (traits, Q)
 * @param images what they become, (traits, Q)
 */
public record TraitAlignment(Standardisation standardisation, Tensor prediction, Tensor knots, Tensor images)
        implements Alignment {
    static final String PREDICTION = "prediction";

    private static final double RIDGE = 100; // of some ten thousand photos
    private static final double LIMIT = 3; // deviations, beyond which a trait says nothing more
    private static final int QUANTILES = 41;
    private static final double NARROWEST = 1e-6; // of a step between two knots

    /**
     * Measures both domains.
     *
     * @param source f(s), (N, dimension)
     * @param target f(t), (M, dimension)
     * @param traits how many of the last elements are traits
     */
    public static DomainAlignment fit(Tensor source, Tensor target, int traits) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            int identity = (int) source.size(1) - traits;
            Standardisation ofTarget = weighted(standardisation(target), identity);
            Tensor wanted = ofTarget.apply(target).narrow(1, identity, traits);

            Standardisation ofSource = standardisation(source);
            Tensor standard = ofSource.apply(source);
            Tensor person = standard.narrow(1, 0, identity);
            Tensor prediction = ridge(person, clamped(standard.narrow(1, identity, traits)));
            Tensor spread =
                    person.mm(prediction).std(new long[] {0}, false, true).add(new Scalar(NARROWEST));
            Tensor shares = Tensors.of(FaceTrait.identityOverPixels(), 1, traits);
            prediction = prediction.div(spread).mul(shares).contiguous();

            Tensor measured = blend(standard, prediction);
            TraitAlignment aligned = new TraitAlignment(
                    ofSource,
                    prediction.retainReference(),
                    quantiles(measured).retainReference(),
                    quantiles(wanted).retainReference());
            return new DomainAlignment(aligned, ofTarget);
        }
    }

    private static Standardisation standardisation(Tensor codes) {
        long count = codes.size(0);
        return Standardisation.of(codes, Devices.moved(torch.full(new long[] {count}, new Scalar(1.0 / count))));
    }

    /** The same, with the weight of each trait in its scale. */
    private static Standardisation weighted(Standardisation plain, int identity) {
        Tensor deviation = Tensors.copy(plain.deviation());
        Tensor traits = deviation.narrow(0, identity, deviation.size(0) - identity);
        traits.div_(Tensors.of(FaceTrait.factors(), traits.size(0)));
        plain.deviation().releaseReference();
        return new Standardisation(plain.mean(), deviation.retainReference());
    }

    /** Least squares with a penalty: (N, P) and (N, K) to (P, K). */
    private static Tensor ridge(Tensor x, Tensor y) {
        Tensor covariance = x.t().mm(x).add(Devices.moved(torch.eye(x.size(1))), new Scalar(RIDGE));
        return torch.linalg_solve(covariance, x.t().mm(y));
    }

    private static Tensor clamped(Tensor x) {
        return x.clamp(new ScalarOptional(new Scalar(-LIMIT)), new ScalarOptional(new Scalar(LIMIT)));
    }

    private static Tensor blend(Tensor standard, Tensor prediction) {
        long identity = prediction.size(0);
        Tensor pixels = clamped(standard.narrow(1, identity, prediction.size(1)));
        Tensor expected = EvenProduct.of(standard.narrow(1, 0, identity), prediction, null);
        return pixels.add(expected);
    }

    /** (N, K) to (K, Q): from the smallest to the largest of each column, evenly spaced in rank. */
    private static Tensor quantiles(Tensor columns) {
        int traits = (int) columns.size(1);
        float[] result = new float[traits * QUANTILES];
        for (int trait = 0; trait < traits; trait++) {
            float[] sorted = Tensors.toArray(columns.select(1, trait));
            Arrays.sort(sorted);
            for (int q = 0; q < QUANTILES; q++) {
                double place = q * (sorted.length - 1.0) / (QUANTILES - 1);
                int below = (int) place;
                int above = Math.min(below + 1, sorted.length - 1);
                result[trait * QUANTILES + q] =
                        (float) (sorted[below] + (place - below) * (sorted[above] - sorted[below]));
            }
        }
        return Tensors.of(result, traits, QUANTILES);
    }

    /**
     * Takes over what {@link #save} wrote.
     *
     * @throws DtnException if it is not there or of another shape
     */
    static TraitAlignment load(Map<String, Tensor> source, String prefix) {
        Standardisation standardisation = Standardisation.load(source, prefix);
        int traits = FaceTrait.values().length;
        return new TraitAlignment(
                standardisation,
                Alignment.tensor(source, prefix + PREDICTION, standardisation.dimension() - traits, traits),
                Alignment.tensor(source, prefix + "knots", traits, QUANTILES),
                Alignment.tensor(source, prefix + "images", traits, QUANTILES));
    }

    @Override
    public int dimension() {
        return standardisation.dimension();
    }

    @Override
    public void save(Map<String, Tensor> destination, String prefix) {
        standardisation.save(destination, prefix);
        destination.put(prefix + PREDICTION, prediction);
        destination.put(prefix + "knots", knots);
        destination.put(prefix + "images", images);
    }

    @Override
    public Tensor apply(Tensor codes) {
        Tensor standard = standardisation.apply(codes);
        Tensor person = standard.narrow(1, 0, prediction.size(0));
        return torch.cat(new TensorVector(person, mapped(blend(standard, prediction))), 1);
    }

    /** Linear between the knots, constant beyond the first and the last: (N, K) to (N, K). */
    private Tensor mapped(Tensor traits) {
        Tensor width = widths();
        Tensor reach =
                traits.unsqueeze(2).sub(starts()).clamp_min(new Scalar(0)).minimum(width); // (N, K, Q - 1)
        return reach.mul(slopes()).sum(new long[] {2}, false, null).add(images.select(1, 0));
    }

    /** Where the step from each knot to the next begins, (K, Q - 1). */
    private Tensor starts() {
        return knots.narrow(1, 0, QUANTILES - 1);
    }

    private Tensor widths() {
        return knots.narrow(1, 1, QUANTILES - 1).sub(starts()).clamp_min(new Scalar(NARROWEST));
    }

    private Tensor slopes() {
        return images.narrow(1, 1, QUANTILES - 1)
                .sub(images.narrow(1, 0, QUANTILES - 1))
                .div(widths());
    }

    @Override
    public String describe(Graph graph, String codes) {
        long people = prediction.size(0);
        long traits = prediction.size(1);
        String standard = standardisation.describe(graph, codes);
        String person = graph.slice(standard, 1, 0, people);
        String pixels = graph.clamp(graph.slice(standard, 1, people, traits), -LIMIT, LIMIT);
        String expected = graph.apply(Operation.MATRIX_PRODUCT, person, graph.constant("code.prediction", prediction));
        String columns = graph.reshape(graph.apply(Operation.ADD, pixels, expected), -1, traits, 1);
        String beyond = graph.apply(
                Graph.Function.RELU, graph.apply(Operation.SUBTRACT, columns, graph.constant("code.starts", starts())));
        String reach = graph.apply(Operation.MINIMUM, beyond, graph.constant("code.widths", widths()));
        String steps = graph.apply(Operation.MULTIPLY, reach, graph.constant("code.slopes", slopes()));
        String rise = graph.reshape(graph.sum(steps, 2), -1, traits);
        String mapped = graph.apply(Operation.ADD, rise, graph.constant("code.first", images.select(1, 0)));
        return graph.concatenate(person, mapped);
    }

    @Override
    public void close() {
        standardisation.close();
        prediction.releaseReference();
        knots.releaseReference();
        images.releaseReference();
    }
}
