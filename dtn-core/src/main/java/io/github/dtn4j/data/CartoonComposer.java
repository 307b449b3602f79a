package io.github.dtn4j.data;

import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Puts the drawings of a face together as SVG elements on a 400 x 600 canvas. Places, scaling and the order of the layers
 * are those of facesjs 5 (its {@code display.js}), without jerseys, hats and head-bands.
 */
final class CartoonComposer {
    private static final double NARROWEST = 0.8; // of the width of a face as drawn
    private static final double EAR_SHIFT = 31; // canvas units from the widest to the narrowest face
    private static final Set<String> NOSES_IN_PROFILE = Set.of("nose4", "pinocchio");

    private final CartoonParts parts;

    CartoonComposer(CartoonParts parts) {
        this.parts = parts;
    }

    /** The SVG elements of a face. */
    String compose(CartoonFace face) {
        StringBuilder svg = new StringBuilder(1 << 14);
        for (CartoonFeature feature : CartoonFeature.values()) {
            CartoonPart part = face.part(feature);
            if (part.present()) {
                CartoonDrawing drawing = parts.drawing(feature, part.id());
                String painted = paint(drawing.svg(), face);
                List<Point2D> positions = feature.positions();
                if (positions.isEmpty()) {
                    append(svg, painted, inPlace(feature, part, drawing.box(), face));
                }
                for (int i = 0; i < positions.size(); i++) {
                    append(svg, painted, placed(feature, part, drawing.box(), face, i));
                }
            }
        }
        return svg.toString();
    }

    private static String paint(String svg, CartoonFace face) {
        String shadow = String.format(Locale.ROOT, "rgba(0,0,0,%.2f)", face.stubble());
        return svg.replace("$[skinColor]", hex(face.skinRgb()))
                .replace("$[hairColor]", hex(face.hairRgb()))
                .replace("$[primary]", hex(face.frameRgb()))
                .replace("$[faceShave]", shadow)
                .replace("$[headShave]", shadow);
    }

    static String hex(int rgb) {
        return String.format(Locale.ROOT, "#%06x", rgb);
    }

    private static AffineTransform inPlace(
            CartoonFeature feature, CartoonPart part, Rectangle2D box, CartoonFace face) {
        AffineTransform transform = new AffineTransform();
        double width = feature == CartoonFeature.BODY ? face.bodyWidth() : 1;
        if (feature.widens()) {
            width = NARROWEST + (1 - NARROWEST) * face.faceWidth();
        }
        scale(transform, part.flipped() ? -width : width, 1, box);
        return transform;
    }

    private static AffineTransform placed(
            CartoonFeature feature, CartoonPart part, Rectangle2D box, CartoonFace face, int side) {
        Point2D position = feature.positions().get(side);
        double anchor = box.getCenterX();
        if (NOSES_IN_PROFILE.contains(part.id())) {
            anchor = part.flipped() ? box.getMaxX() : box.getX();
        }
        AffineTransform transform =
                AffineTransform.getTranslateInstance(position.getX() - anchor, position.getY() - box.getCenterY());
        double angle = Math.toRadians(side == 0 ? part.angle() : -part.angle());
        transform.rotate(angle, box.getCenterX(), box.getCenterY());
        boolean mirrored = part.flipped() || side == 1;
        scale(transform, mirrored ? -part.size() : part.size(), part.size(), box);
        if (feature.widens()) {
            transform.translate(EAR_SHIFT * (1 - face.faceWidth()) - box.getX(), -box.getY());
        }
        return transform;
    }

    private static void scale(AffineTransform transform, double x, double y, Rectangle2D box) {
        transform.translate(box.getCenterX(), box.getCenterY());
        transform.scale(x, y);
        transform.translate(-box.getCenterX(), -box.getCenterY());
    }

    private static void append(StringBuilder svg, String painted, AffineTransform transform) {
        double[] m = new double[6];
        transform.getMatrix(m);
        svg.append(String.format(
                Locale.ROOT,
                "<g transform=\"matrix(%.4f %.4f %.4f %.4f %.3f %.3f)\">",
                m[0],
                m[1],
                m[2],
                m[3],
                m[4],
                m[5]));
        svg.append(painted).append("</g>");
    }
}
