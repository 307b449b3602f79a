package io.github.dtn4j.model;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.model.Graph.Operation;
import io.github.dtn4j.torch.Devices;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The alignment on the side of S that gives f(s) the mean and the covariance of f(t): the linear map that moves one normal
 * distribution onto another along the shortest way (optimal transport; Knott and Smith, 1984). Directions in which S varies and T
 * does not are flattened, and what varies within a class of S comes to vary as it does in T. The standardisation of single elements
 * does neither, because differences between classes dominate all of them.
 *
 * @param standardisation of each element, to mean 0 and variance 1 over S
 * @param transport symmetric, (dimension, dimension)
 */
public record TransportAlignment(Standardisation standardisation, Tensor transport) implements Alignment {
    static final String TRANSPORT = "transport";

    private static final double MOST_SHRINKAGE = 0.5;
    private static final double LEAST_EIGENVALUE = 1e-6;

    /**
     * Measures both domains. The covariances are shrunk towards the identity by the share {@code dimension / images}, at most a half,
     * because those of few images are noise.
     *
     * @param source f(s), (N, dimension)
     * @param weights how much each image of S counts, (N), of sum 1
     * @param target f(t), (M, dimension)
     */
    public static DomainAlignment fit(Tensor source, Tensor weights, Tensor target) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor equal = torch.full_like(target.select(1, 0), new Scalar(1.0 / target.size(0)));
            Standardisation ofSource = Standardisation.of(source, weights);
            Standardisation ofTarget = Standardisation.of(target, equal);
            Tensor from = covariance(ofSource.apply(source), weights);
            Tensor to = covariance(ofTarget.apply(target), equal);
            Tensor root = power(from, 0.5);
            Tensor inverse = power(from, -0.5);
            Tensor transport = inverse.mm(power(root.mm(to).mm(root), 0.5)).mm(inverse);
            return new DomainAlignment(
                    new TransportAlignment(
                            ofSource,
                            transport.to(ScalarType.Float).contiguous().retainReference()),
                    ofTarget);
        }
    }

    /** Of centred codes, shrunk, in double precision: (dimension, dimension). */
    private static Tensor covariance(Tensor codes, Tensor weights) {
        Tensor x = codes.to(ScalarType.Double);
        Tensor covariance = x.t().mm(x.mul(weights.to(ScalarType.Double).unsqueeze(1)));
        double shrinkage = Math.min(MOST_SHRINKAGE, codes.size(1) / (double) codes.size(0));
        Tensor identity = Devices.moved(torch.eye(codes.size(1))).to(ScalarType.Double);
        return covariance.mul(new Scalar(1 - shrinkage)).add(identity.mul(new Scalar(shrinkage)));
    }

    /** A power of a symmetric matrix; eigenvalues below 1e-6 count as 1e-6. */
    static Tensor power(Tensor matrix, double exponent) {
        T_TensorTensor_T parts = torch.linalg_eigh(matrix.add(matrix.t()).mul(new Scalar(0.5)));
        Tensor values = parts.get0().clamp_min(new Scalar(LEAST_EIGENVALUE)).pow(new Scalar(exponent));
        Tensor vectors = parts.get1(); // one a column
        return vectors.mul(values.unsqueeze(0)).mm(vectors.t());
    }

    /**
     * Takes over what {@link #save} wrote.
     *
     * @throws DtnException if it is not there or of another shape
     */
    static TransportAlignment load(Map<String, Tensor> source, String prefix) {
        Standardisation standardisation = Standardisation.load(source, prefix);
        int dimension = standardisation.dimension();
        return new TransportAlignment(
                standardisation, Alignment.tensor(source, prefix + TRANSPORT, dimension, dimension));
    }

    @Override
    public int dimension() {
        return standardisation.dimension();
    }

    @Override
    public void save(Map<String, Tensor> destination, String prefix) {
        standardisation.save(destination, prefix);
        destination.put(prefix + TRANSPORT, transport);
    }

    @Override
    public Tensor apply(Tensor codes) {
        return EvenProduct.of(standardisation.apply(codes), transport, null);
    }

    /** The inverse of {@link #apply}. */
    public Tensor invert(Tensor codes) {
        return standardisation.invert(torch.linalg_solve(transport, codes.t()).t());
    }

    @Override
    public String describe(Graph graph, String codes) {
        return graph.apply(
                Operation.MATRIX_PRODUCT,
                standardisation.describe(graph, codes),
                graph.constant("code.transport", transport));
    }

    @Override
    public void close() {
        standardisation.close();
        transport.releaseReference();
    }
}
