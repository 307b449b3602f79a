package io.github.dtn4j.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dtn4j.DtnException;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Outlines of characters in a range of typefaces, from the {@code glyphs/characters.json} of dtn-assets. They replace
 * installed fonts, so that every machine draws the same characters, also one without any font.
 *
 * @param faces typefaces, at least one
 */
record GlyphOutlines(List<Face> faces) {
    /** Digits, capitals but for O, and the small letters that differ from their capitals. */
    static final String CHARACTERS = "0123456789ABCDEFGHIJKLMNPQRSTUVWXYZabdefghnqrt";

    private static final String RESOURCE = "/io/github/dtn4j/assets/glyphs/characters.json";

    /**
     * One typeface.
     *
     * @param name family and weight
     * @param glyphs in the order of {@link #CHARACTERS}
     */
    record Face(String name, List<Glyph> glyphs) {}

    /**
     * One character, in units of the height of its digits: the baseline is y = 0, the top is about y = -1.
     *
     * @param outline to be filled with the non-zero rule; shared, not to be changed
     * @param advance distance to the next character
     */
    record Glyph(Path2D outline, double advance) {}

    /** The outlines on the class path. Read anew at each call: keep the result. */
    static GlyphOutlines load() {
        try (InputStream in = GlyphOutlines.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw DtnException.failure(
                        "the glyph outlines %s are not on the class path; add dtn-assets to it".formatted(RESOURCE));
            }
            JsonNode root = new ObjectMapper().readTree(in);
            if (!CHARACTERS.equals(root.required("characters").asText())) {
                throw new IllegalArgumentException("they are of other characters");
            }
            double unit = 1 / root.required("unitsPerHeight").asDouble();
            List<Face> faces = new ArrayList<>();
            for (JsonNode face : root.required("faces")) {
                faces.add(face(face, unit));
            }
            return new GlyphOutlines(List.copyOf(faces));
        } catch (IOException | IllegalArgumentException e) {
            throw DtnException.failure(
                    "the glyph outlines %s of dtn-assets are damaged: %s".formatted(RESOURCE, e.getMessage()), e);
        }
    }

    private static Face face(JsonNode node, double unit) {
        List<Glyph> glyphs = new ArrayList<>();
        for (int i = 0; i < CHARACTERS.length(); i++) {
            Path2D outline = parse(node.required("paths").required(i).asText(), unit);
            glyphs.add(new Glyph(outline, node.required("advances").required(i).asInt() * unit));
        }
        return new Face(node.required("name").asText(), List.copyOf(glyphs));
    }

    /** Reads the letters M, L, Q, C and Z of SVG path data, all in absolute integers. */
    static Path2D parse(String data, double unit) {
        Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
        double[] p = new double[6];
        for (String command : data.split("(?=[MLQCZ])")) {
            if (command.length() > 1) {
                String[] numbers = command.substring(1).split(" ");
                for (int i = 0; i < numbers.length; i++) {
                    p[i] = Integer.parseInt(numbers[i]) * unit;
                }
            }
            switch (command.charAt(0)) {
                case 'M' -> path.moveTo(p[0], p[1]);
                case 'L' -> path.lineTo(p[0], p[1]);
                case 'Q' -> path.quadTo(p[0], p[1], p[2], p[3]);
                case 'C' -> path.curveTo(p[0], p[1], p[2], p[3], p[4], p[5]);
                case 'Z' -> path.closePath();
                default -> throw new IllegalArgumentException("unknown path command " + command);
            }
        }
        return path;
    }

    /**
     * A copy of an outline with all of its points and control points moved.
     *
     * @param move changes a point in place, x and y
     */
    static Path2D moved(Shape outline, Consumer<double[]> move) {
        PathIterator it = outline.getPathIterator(null);
        Path2D moved = new Path2D.Double(it.getWindingRule());
        double[] p = new double[6];
        double[] point = new double[2];
        for (; !it.isDone(); it.next()) {
            int type = it.currentSegment(p);
            for (int i = 0; i < 6; i += 2) {
                System.arraycopy(p, i, point, 0, 2);
                move.accept(point);
                System.arraycopy(point, 0, p, i, 2);
            }
            switch (type) {
                case PathIterator.SEG_MOVETO -> moved.moveTo(p[0], p[1]);
                case PathIterator.SEG_LINETO -> moved.lineTo(p[0], p[1]);
                case PathIterator.SEG_QUADTO -> moved.quadTo(p[0], p[1], p[2], p[3]);
                case PathIterator.SEG_CUBICTO -> moved.curveTo(p[0], p[1], p[2], p[3], p[4], p[5]);
                default -> moved.closePath();
            }
        }
        return moved;
    }
}
