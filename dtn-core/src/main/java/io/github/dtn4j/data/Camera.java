package io.github.dtn4j.data;

import io.github.dtn4j.image.Pixels;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Turns a sharp scene into a street photograph: halves the size, then adds what a cheap camera and an enlarged crop do:
 * uneven light, colour fringes, blur, noise, sharpening halos and washed-out colours.
 */
final class Camera {
    private static final int SIZE = StreetDigits.SIZE;
    private static final int AREA = SIZE * SIZE;

    private final SplittableRandom random;

    Camera(SplittableRandom random) {
        this.random = random;
    }

    /** From packed RGB of twice the size to an image of 32 x 32 RGB. */
    Pixels photograph(int[] scene) {
        float[][] planes = halve(scene);
        light(planes);
        double blur = 0.6 + 1.3 * Math.pow(random.nextDouble(), 1.5); // pixels
        double ratio = 0.25 * random.nextGaussian(); // a moving camera blurs more along one axis
        double fringe = random.nextDouble() < 0.3 ? 0.8 : 0; // red and blue out of focus
        for (int c = 0; c < 3; c++) {
            double deviation = c == 1 ? blur : Math.hypot(blur, fringe);
            planes[c] = blur(planes[c], kernel(deviation * Math.exp(ratio)), kernel(deviation * Math.exp(-ratio)));
        }
        noise(planes);
        if (random.nextDouble() < 0.4) {
            sharpen(planes);
        }
        return develop(planes);
    }

    /** Averages 2 x 2 pixels of packed RGB, (64, 64) to (32, 32), without blur or noise. */
    static Pixels reduce(int[] scene) {
        return develop(halve(scene));
    }

    private static float[][] halve(int[] scene) {
        float[][] planes = new float[3][AREA];
        int width = 2 * SIZE;
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                int at = 2 * y * width + 2 * x;
                int a = scene[at];
                int b = scene[at + 1];
                int c = scene[at + width];
                int d = scene[at + width + 1];
                for (int channel = 0; channel < 3; channel++) {
                    int shift = 16 - 8 * channel;
                    int sum = (a >> shift & 255) + (b >> shift & 255) + (c >> shift & 255) + (d >> shift & 255);
                    planes[channel][y * SIZE + x] = sum / 4f;
                }
            }
        }
        return planes;
    }

    /** Brightness that varies slowly over the image, the same in all channels. */
    private void light(float[][] planes) {
        double strength = 0.09 * random.nextDouble();
        double waveX = 0.25 * random.nextDouble();
        double waveY = 0.25 * random.nextDouble();
        double phase = 2 * Math.PI * random.nextDouble();
        for (int i = 0; i < AREA; i++) {
            float gain = (float) (1 + strength * Math.sin(phase + waveX * (i % SIZE) + waveY * (i / SIZE)));
            planes[0][i] *= gain;
            planes[1][i] *= gain;
            planes[2][i] *= gain;
        }
    }

    /** Grain, coarser than a pixel because the crop was enlarged, a little of it coloured. */
    private void noise(float[][] planes) {
        double strength = 5 * Math.pow(random.nextDouble(), 2); // levels
        float[] grain = grain(strength);
        float[] soft = kernel(0.6);
        grain = blur(grain, soft, soft);
        float tint = (float) (0.4 * random.nextGaussian());
        for (int i = 0; i < AREA; i++) {
            planes[0][i] += grain[i] * (1 + tint);
            planes[1][i] += grain[i];
            planes[2][i] += grain[i] * (1 - tint);
        }
    }

    private float[] grain(double strength) {
        float[] grain = new float[AREA];
        for (int i = 0; i < AREA; i++) {
            grain[i] = (float) (strength * (random.nextDouble() + random.nextDouble() - 1) * 2.4); // triangular
        }
        return grain;
    }

    /** Unsharp masking, as cameras do before they compress: leaves halos along edges. */
    private void sharpen(float[][] planes) {
        float amount = (float) (0.9 * random.nextDouble());
        float[] wide = kernel(1.2);
        for (float[] plane : planes) {
            float[] smooth = blur(plane, wide, wide);
            for (int i = 0; i < AREA; i++) {
                plane[i] += amount * (plane[i] - smooth[i]);
            }
        }
    }

    private static Pixels develop(float[][] planes) {
        byte[] data = new byte[3 * AREA];
        for (int i = 0; i < AREA; i++) {
            for (int c = 0; c < 3; c++) {
                data[3 * i + c] = (byte) Math.max(0, Math.min(255, Math.round(planes[c][i])));
            }
        }
        return new Pixels(data, SIZE, SIZE, 3);
    }

    /** A Gaussian of the given standard deviation, in pixels, cut off at two and a half of them. */
    private static float[] kernel(double deviation) {
        int radius = Math.max(1, (int) Math.ceil(2.5 * deviation));
        float[] kernel = new float[2 * radius + 1];
        float sum = 0;
        for (int i = 0; i < kernel.length; i++) {
            double distance = (i - radius) / deviation;
            kernel[i] = (float) Math.exp(-0.5 * distance * distance);
            sum += kernel[i];
        }
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] /= sum;
        }
        return kernel;
    }

    private static float[] blur(float[] plane, float[] across, float[] down) {
        return blurRowsTransposed(blurRowsTransposed(plane, across), down);
    }

    /** Filters along x and swaps the axes; twice gives both directions. The border repeats its last pixel. */
    private static float[] blurRowsTransposed(float[] plane, float[] kernel) {
        int radius = kernel.length / 2;
        float[] padded = new float[SIZE + 2 * radius];
        float[] row = new float[SIZE];
        float[] result = new float[AREA];
        for (int y = 0; y < SIZE; y++) {
            Arrays.fill(padded, 0, radius, plane[y * SIZE]);
            System.arraycopy(plane, y * SIZE, padded, radius, SIZE);
            Arrays.fill(padded, radius + SIZE, padded.length, plane[y * SIZE + SIZE - 1]);
            Arrays.fill(row, 0);
            for (int k = 0; k < kernel.length; k++) { // taps outside, pixels inside: the compiler vectorises it
                float weight = kernel[k];
                for (int x = 0; x < SIZE; x++) {
                    row[x] += weight * padded[x + k];
                }
            }
            for (int x = 0; x < SIZE; x++) {
                result[x * SIZE + y] = row[x];
            }
        }
        return result;
    }
}
