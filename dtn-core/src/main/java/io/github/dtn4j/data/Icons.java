package io.github.dtn4j.data;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A generator of labelled images for a general encoder: one character or geometric shape in one of {@value #COLOURS} colours, on any
 * ground. Typeface, outline, shading, texture, place, size, slant and sharpness vary within each class, so that a classifier of
 * these images learns what the object and its colour are whatever the style. 32 x 32 RGB.
 *
 * <p>A label holds the object, its colour, and in which part of their ranges its place, size and slant lie. It is a number of six
 * digits to the bases {@link #factors}, the first of which counts most.
 *
 * <p>Image {@code i} depends on the seed and on {@code i} only.
 */
public final class Icons {
    /** Colours that an object can have. */
    static final int COLOURS = 12;

    private static final int PLACES = 4; // parts of the range of x, and of y
    private static final int SIZES = 4;
    private static final int SLANTS = 3; // left, upright, right

    private static final int SIZE = 2 * StreetDigits.SIZE; // of a scene
    private static final long INDEX_STRIDE = 0xD1342543DE82EF95L; // odd, so distinct indices give distinct streams
    private static final float[][] HUES = { // hue, saturation, brightness
        {0, .8f, .86f},
        {.083f, .83f, .94f},
        {.144f, .76f, .96f},
        {.357f, .64f, .65f},
        {.505f, .7f, .8f},
        {.61f, .76f, .82f},
        {.77f, .62f, .73f},
        {.92f, .46f, .94f},
        {.074f, .69f, .5f}
    };
    private static final int[] GREYS = {25, 245, 128};
    private static final double LEAST_CONTRAST = 45; // levels between object and ground

    private final GlyphOutlines outlines = GlyphOutlines.load();
    private final List<Shape> shapes = IconShapes.all();
    private final long start;

    /** The sequence of the given seed. */
    public Icons(long seed) {
        this.start = new SplittableRandom(seed).nextLong();
    }

    /** Values of object, colour, horizontal place, vertical place, size and slant. */
    public List<Integer> factors() {
        return List.of(GlyphOutlines.CHARACTERS.length() + shapes.size(), COLOURS, PLACES, PLACES, SIZES, SLANTS);
    }

    /**
     * Draws one image of the sequence. Objects, colours, places and sizes are uniform.
     *
     * @param index 0 or more
     */
    public LabelledImage sample(int index) {
        SplittableRandom random = new SplittableRandom(start + index * INDEX_STRIDE);
        int object = random.nextInt(factors().get(0));
        int colour = random.nextInt(COLOURS);
        Scene content = new Scene(random);
        int[] scene = content.draw(object, colour);
        int label = (object * COLOURS + colour) * PLACES * PLACES * SIZES * SLANTS + content.placement();
        Camera camera = new Camera(random);
        return new LabelledImage(random.nextDouble() < .5 ? camera.photograph(scene) : Camera.reduce(scene), label);
    }

    /** One object on its ground. */
    private final class Scene {
        private final SplittableRandom random;
        private final BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        private final Graphics2D canvas = image.createGraphics();
        private final double x;
        private final double y;
        private final double size;
        private final double turn;

        Scene(SplittableRandom random) {
            this.random = random;
            x = random.nextDouble();
            y = random.nextDouble();
            size = random.nextDouble();
            turn = random.nextGaussian();
            canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        }

        /** Parts of the ranges of x, y, size and slant, as the last digits of a label. */
        int placement() {
            int slant = turn < -.6 ? 0 : turn < .6 ? 1 : 2;
            return (((int) (PLACES * x) * PLACES + (int) (PLACES * y)) * SIZES + (int) (SIZES * size)) * SLANTS + slant;
        }

        int[] draw(int object, int colourNumber) {
            Color colour = colour(colourNumber);
            Color ground = ground(colour);
            paint(new Rectangle2D.Double(0, 0, SIZE, SIZE), ground);
            if (chance(.35)) {
                clutter();
            }
            Shape outline = wobbled(place(outline(object)));
            boolean character = object < GlyphOutlines.CHARACTERS.length();
            boolean hollow = !character && chance(.1);
            double bold = character && chance(.5) ? between(1, 6) : 0;
            double dice = random.nextDouble();
            if (dice < .2 && !hollow) {
                line(outline, anyLine(), bold + between(2, 7));
            } else if (dice < .4 && !hollow) {
                shadow(outline);
            }
            if (hollow) {
                line(outline, colour, between(4, 8));
            } else {
                line(outline, colour, bold);
                paint(outline, colour);
            }
            light();
            canvas.dispose();
            return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        }

        private Shape outline(int object) {
            int characters = GlyphOutlines.CHARACTERS.length();
            if (object >= characters) {
                return shapes.get(object - characters);
            }
            GlyphOutlines.Face face =
                    outlines.faces().get(random.nextInt(outlines.faces().size()));
            return chance(.35) ? word(face, object) : glyph(face, object, 0);
        }

        /** A character of a typeface, its middle at x, twice as large as in its outlines. */
        private static Shape glyph(GlyphOutlines.Face face, int character, double x) {
            Path2D glyph = face.glyphs().get(character).outline();
            Rectangle2D box = glyph.getBounds2D();
            AffineTransform centred = AffineTransform.getTranslateInstance(x, 0);
            centred.scale(2, 2);
            centred.translate(-box.getCenterX(), -box.getCenterY());
            return centred.createTransformedShape(glyph);
        }

        /** The character with others beside it. */
        private Shape word(GlyphOutlines.Face face, int character) {
            Path2D word = new Path2D.Double(glyph(face, character, 0), null);
            double half = word.getBounds2D().getWidth() / 2;
            for (int side = -1; side <= 1; side += 2) {
                if (chance(.7)) {
                    Shape other = glyph(face, random.nextInt(GlyphOutlines.CHARACTERS.length()), 0);
                    double shift = side * (half + other.getBounds2D().getWidth() / 2 + between(.05, .4));
                    word.append(AffineTransform.getTranslateInstance(shift, 0).createTransformedShape(other), false);
                }
            }
            return word;
        }

        private Shape place(Shape shape) {
            AffineTransform placement = new AffineTransform();
            placement.translate(SIZE * (.4 + .2 * x), SIZE * (.4 + .2 * y));
            placement.rotate(.14 * turn);
            placement.shear(.06 * random.nextGaussian(), 0);
            double height = SIZE * (.24 + .19 * size);
            placement.scale(height * between(.85, 1.15), height);
            return placement.createTransformedShape(shape);
        }

        /** As if drawn by hand: all points are moved by smooth waves. */
        private Shape wobbled(Shape shape) {
            if (chance(.5)) {
                return shape;
            }
            double[] wave = random.doubles(6, 0, 2 * Math.PI).toArray();
            double reach = SIZE * between(0, .04);
            double pace = between(2, 6) / SIZE;
            return GlyphOutlines.moved(shape, point -> {
                double x = point[0];
                double y = point[1];
                point[0] += reach * (Math.sin(pace * y * 2 + wave[0]) + Math.sin(pace * (x + y) + wave[1]));
                point[1] += reach * (Math.sin(pace * x * 2 + wave[2]) + Math.sin(pace * (x - y) + wave[3]));
            });
        }

        /** Things at the sides that are not meant. */
        private void clutter() {
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                double along = between(0, SIZE);
                double across = chance(.5) ? between(-.15, .08) * SIZE : between(.92, 1.15) * SIZE;
                boolean level = chance(.5);
                double reach = SIZE * between(.05, .2);
                double x = (level ? along : across) - reach;
                double y = (level ? across : along) - reach;
                canvas.setPaint(anyColour());
                canvas.fill(
                        chance(.5)
                                ? new Ellipse2D.Double(x, y, 2 * reach, 3 * reach)
                                : new Rectangle2D.Double(x, y, 2 * reach, 3 * reach));
            }
        }

        private void shadow(Shape outline) {
            canvas.setComposite(AlphaComposite.SrcOver.derive((float) between(.3, .8)));
            canvas.setPaint(Color.BLACK);
            canvas.fill(AffineTransform.getTranslateInstance(between(-4, 4), between(-4, 4))
                    .createTransformedShape(outline));
            canvas.setComposite(AlphaComposite.SrcOver);
        }

        private void line(Shape outline, Color colour, double width) {
            if (width == 0) {
                return;
            }
            canvas.setPaint(colour);
            canvas.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            canvas.draw(outline);
        }

        /** Fills a shape with a colour, and often with spots of slightly other ones. */
        private void paint(Shape shape, Color colour) {
            canvas.setPaint(colour);
            canvas.fill(shape);
            double strength = random.nextInt(3) * 11.0;
            if (strength == 0) {
                return;
            }
            Shape before = canvas.getClip();
            canvas.setClip(shape);
            boolean grey = chance(.7);
            double pitch = between(1.5, 12);
            for (double y = 0; y < SIZE; y += pitch) {
                for (double x = 0; x < SIZE; x += pitch) {
                    double level = strength * random.nextGaussian();
                    canvas.setPaint(
                            grey
                                    ? Palette.lighter(colour, level)
                                    : Palette.colour(
                                            colour.getRed() + level,
                                            colour.getGreen() + strength * random.nextGaussian(),
                                            colour.getBlue() + strength * random.nextGaussian()));
                    canvas.fill(new Rectangle2D.Double(x, y, pitch, pitch));
                }
            }
            canvas.setClip(before);
        }

        /** Light that comes from one side. */
        private void light() {
            if (chance(.6)) {
                return;
            }
            double angle = between(0, 2 * Math.PI);
            float x = (float) (SIZE / 2.0 * Math.cos(angle));
            float y = (float) (SIZE / 2.0 * Math.sin(angle));
            float middle = SIZE / 2f;
            Color dark = new Color(0, 0, 0, (float) between(.1, .45));
            Color bright = new Color(1, 1, 1, (float) between(0, .25));
            canvas.setPaint(new GradientPaint(middle - x, middle - y, dark, middle + x, middle + y, bright));
            canvas.fillRect(0, 0, SIZE, SIZE);
        }

        private Color colour(int number) {
            if (number >= HUES.length) {
                double grey = GREYS[number - HUES.length] + between(-25, 25);
                return Palette.colour(grey + between(-12, 12), grey + between(-6, 6), grey + between(-12, 12));
            }
            float[] hue = HUES[number];
            return Color.getHSBColor(
                    hue[0] + (float) between(-.022, .022),
                    Math.min(1, hue[1] * (float) between(.75, 1.2)),
                    Math.min(1, hue[2] * (float) between(.75, 1.15)));
        }

        private Color ground(Color object) {
            Color ground = anyColour();
            while (contrast(object, ground) < LEAST_CONTRAST) {
                ground = anyColour();
            }
            return ground;
        }

        private Color anyColour() {
            double dice = random.nextDouble();
            if (dice < .25) {
                return chance(.5) ? Color.WHITE : Color.BLACK;
            }
            int grey = random.nextInt(256);
            return dice < .6 ? new Color(grey, grey, grey) : new Color(grey, random.nextInt(256), random.nextInt(256));
        }

        private Color anyLine() {
            return chance(.5) ? Palette.colour(20, 20, 20) : chance(.4) ? Color.WHITE : anyColour();
        }

        private double between(double least, double most) {
            return least + (most - least) * random.nextDouble();
        }

        private boolean chance(double probability) {
            return random.nextDouble() < probability;
        }
    }

    /** Difference in brightness and, with less weight, in each channel. */
    private static double contrast(Color a, Color b) {
        int red = a.getRed() - b.getRed();
        int green = a.getGreen() - b.getGreen();
        int blue = a.getBlue() - b.getBlue();
        return Math.abs(.3 * red + .59 * green + .11 * blue) + .35 * (Math.abs(red) + Math.abs(green) + Math.abs(blue));
    }
}
